// What a form or an editor offers, as it follows from the tables that the engine goes by.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "decide/engine.hpp"
#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "headers/csp/directive_facts.hpp"
#include "headers/csp/fallback.hpp"
#include "headstrong/json.hpp"
#include "headstrong/options.hpp"
#include "report/json_writer.hpp"

namespace headstrong {
namespace vocabulary_detail {

using csp::DirectiveName;
using csp::ValueKind;
using decide::RequestNeeds;
using decide::RequestType;

/// Under which a form offers a type, in its order.
enum class Group : std::uint8_t { Files, Written, Made, Media, Connections, Contexts, Elsewhere, None };
struct GroupRow {
  Group group;
  std::string_view title;
};
constexpr GroupRow kGroups[] = {{Group::Files, "Scripts and styles"},  {Group::Written, "Written in the page"},
                                {Group::Made, "Made by scripts"},      {Group::Media, "Images, fonts, media"},
                                {Group::Connections, "Connections"},   {Group::Contexts, "Frames, objects, workers"},
                                {Group::Elsewhere, "Leaving the page"}};

struct TypeRow {
  RequestType type;
  Group group;
  std::string_view label;
};
constexpr TypeRow kTypes[] = {
#define HEADSTRONG_REQUEST_TYPE(enumerator, name, needs, group, label) {RequestType::enumerator, Group::group, label},
#include "headstrong/request_types.def"
#undef HEADSTRONG_REQUEST_TYPE
};

std::string_view needs_name(RequestNeeds needs) {
  switch (needs) {
    case RequestNeeds::Url: return "url";
    case RequestNeeds::Framing: return "framing";
    case RequestNeeds::Content: return "content";
    case RequestNeeds::Name: return "name";
    case RequestNeeds::Nothing: return "nothing";
  }
  return {};
}

struct TypeInfo {
  std::string_view type;
  std::string_view label;
  std::string_view group;
  std::string_view needs;
  std::vector<std::string_view> chain;
};
template <class V>
void fields(V& v, const TypeInfo& info) {
  v("type", info.type);
  v("label", info.label);
  v("group", info.group);
  v("needs", info.needs);
  v("chain", info.chain);
}

struct Offer {
  std::string_view name;
  std::vector<std::string_view> values;
};
template <class V>
void fields(V& v, const Offer& offer) {
  v("name", offer.name);
  v("values", offer.values);
}

struct OfferedWords {
  std::vector<TypeInfo> types;
  std::vector<Offer> headers;
  std::vector<Offer> directives;
  std::vector<Offer> choices;
};
template <class V>
void fields(V& v, const OfferedWords& all) {
  v("requestTypes", all.types);
  v("headers", all.headers);
  v("directives", all.directives);
  v("choices", all.choices);
}

/// The directives of which the first that stands in a policy decides, without what no browser acts on.
std::vector<std::string_view> chain_names(RequestType type) {
  std::vector<std::string_view> names;
  const std::array<DirectiveName, 4> chain = decide::chain_of(type);
  const auto add = [&](DirectiveName name) {
    if (name == DirectiveName::Unknown || csp::info(name).status == csp::Status::Obsolete) return;
    names.push_back(csp::info(name).name);
  };
  for (const DirectiveName name : chain) add(name);
  if (names.empty()) {
    for (const DirectiveName name : csp::fallback_chain(chain[0])) add(name);
  }
  return names;
}

std::vector<TypeInfo> offered_types() {
  std::vector<TypeInfo> out;
  for (const GroupRow& group : kGroups) {
    for (const TypeRow& row : kTypes) {
      if (row.group != group.group) continue;
      out.push_back({decide::request_type_name(row.type), row.label, group.title,
                     needs_name(decide::request_needs(row.type)), chain_names(row.type)});
    }
  }
  return out;
}

std::vector<Offer> offered_headers() {
  std::vector<Offer> out;
  const auto add = [&](http::HeaderName header, std::string_view value) {
    const std::string_view name = http::spelling(header);
    if (out.empty() || out.back().name != name) out.push_back({name, {}});
    if (!value.empty()) out.back().values.push_back(value);
  };
#define HEADSTRONG_OFFERED_VALUE(header, value) add(http::HeaderName::header, value);
#include "headers/offered_values.def"
#undef HEADSTRONG_OFFERED_VALUE
  return out;
}

/// The keywords that count in a list of the directive.
void add_keywords(DirectiveName directive, std::vector<std::string_view>& values) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(csp::Keyword::Unknown); ++i) {
    csp::SourceExpression token;
    token.kind = csp::SourceKind::Keyword;
    token.keyword = static_cast<csp::Keyword>(i);
    const csp::KeywordInfo& keyword = csp::info(token.keyword);
    if (keyword.status == csp::Status::Current && csp::can_use(token, directive)) values.push_back(keyword.spelling);
  }
}

std::vector<std::string_view> values_of(DirectiveName directive) {
  std::vector<std::string_view> values;
  switch (csp::info(directive).value) {
    case ValueKind::SourceList:
      add_keywords(directive, values);
      for (const std::string_view scheme : {"https:", "data:", "blob:"}) values.push_back(scheme);
      break;
    case ValueKind::AncestorList:
      values = {csp::info(csp::Keyword::None).spelling, csp::info(csp::Keyword::Self).spelling};
      break;
    case ValueKind::Sandbox: values.assign(csp::sandbox_flags().begin(), csp::sandbox_flags().end()); break;
    case ValueKind::TrustedTypes: values = {csp::info(csp::Keyword::None).spelling, "'allow-duplicates'"}; break;
    case ValueKind::RequireTrustedTypes: values = {"'script'"}; break;
    default: break;
  }
  return values;
}

std::vector<Offer> offered_directives() {
  std::vector<Offer> out;
  for (std::size_t i = 0; i < csp::kDirectiveNameCount; ++i) {
    const auto name = static_cast<DirectiveName>(i);
    const csp::DirectiveInfo& info = csp::info(name);
    if (info.status != csp::Status::Current && info.status != csp::Status::Deprecated) continue;
    out.push_back({info.name, values_of(name)});
  }
  return out;
}

/// The options of harden() that take one of a few words.
std::vector<Offer> offered_choices(const std::vector<OptionName>& names) {
  std::vector<Offer> out;
  for (const OptionName& option : names) {
    if (!option.choices.empty()) out.push_back({option.name, option.choices});
  }
  return out;
}

}  // namespace vocabulary_detail

std::string vocabulary_json() {
  using namespace vocabulary_detail;
  const std::vector<OptionName> names = option_names(HardenOptions{});
  return report::json_of(
      OfferedWords{offered_types(), offered_headers(), offered_directives(), offered_choices(names)});
}

}  // namespace headstrong
