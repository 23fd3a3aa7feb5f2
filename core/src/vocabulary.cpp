// What a form or an editor offers, as it follows from the tables that the engine goes by.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decide/engine.hpp"
#include "emit/header_facts.hpp"
#include "grade/grade.hpp"
#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "headers/csp/directive_facts.hpp"
#include "headers/csp/fallback.hpp"
#include "headstrong/catalogue.hpp"
#include "headstrong/json.hpp"
#include "headstrong/options.hpp"
#include "report/json_writer.hpp"
#include "report/meanings.hpp"

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

/// What of a request counts for its type, named as decision lines name it (`page` is the page's address). The first is
/// what the type can't do without, if there is such a thing.
std::vector<std::string_view> fields_of(RequestType type) {
  switch (decide::request_needs(type)) {
    case RequestNeeds::Url: break;
    case RequestNeeds::Framing: return {"ancestors", "page"};
    case RequestNeeds::Name: return {"name"};
    case RequestNeeds::Content:
      if (type == RequestType::InlineScript) return {"content", "contentHash", "nonce", "parserInserted"};
      if (type == RequestType::InlineStyle) return {"content", "contentHash", "nonce"};
      return {"content", "contentHash"};
    case RequestNeeds::Nothing:
      if (type == RequestType::Eval) return {"trusted"};
      return {};
  }
  switch (type) {
    case RequestType::Script: return {"url", "page", "nonce", "integrity", "parserInserted", "redirects"};
    case RequestType::Style: return {"url", "page", "nonce", "redirects"};
    case RequestType::BaseUri: return {"url", "page"};
    case RequestType::Object:
    case RequestType::Embed: return {"url", "page", "contentType", "redirects"};
    default: return {"url", "page", "redirects"};
  }
}

struct TypeInfo {
  std::string_view type;
  std::string_view label;
  std::string_view group;
  std::string_view needs;
  std::vector<std::string_view> fields;
  std::vector<std::string_view> chain;
};
template <class V>
void fields(V& v, const TypeInfo& info) {
  v("type", info.type);
  v("label", info.label);
  v("group", info.group);
  v("needs", info.needs);
  v("fields", info.fields);
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

/// A value of a choice as a form calls it, and what one gets; once more where there is no response to start from.
struct ChoiceValue {
  std::string_view value;
  std::string_view label;
  std::string_view hint;
  std::optional<std::string_view> from_nothing = {};
  std::optional<std::string_view> hint_from_nothing = {};
};
template <class V>
void fields(V& v, const ChoiceValue& choice) {
  v("value", choice.value);
  v("label", choice.label);
  v.optional("hint", choice.hint);
  v.optional("fromNothing", choice.from_nothing);
  v.optional("hintFromNothing", choice.hint_from_nothing);
}

/// An option of harden(); `free`: it takes other text, too.
struct ChoiceInfo {
  std::string_view name;
  std::string_view label;
  bool free = false;
  std::vector<ChoiceValue> values;
};
template <class V>
void fields(V& v, const ChoiceInfo& info) {
  v("name", info.name);
  v("label", info.label);
  v("free", info.free);
  v("values", info.values);
}

struct NamedBrowser {
  std::string_view id;
  std::string_view name;
};
template <class V>
void fields(V& v, const NamedBrowser& browser) {
  v("id", browser.id);
  v("name", browser.name);
}

/// `kind`: directive, keyword, source or header.
struct Meaning {
  std::string_view kind;
  std::string_view word;
  std::string_view meaning;
};
template <class V>
void fields(V& v, const Meaning& meaning) {
  v("kind", meaning.kind);
  v("word", meaning.word);
  v("meaning", meaning.meaning);
}

struct NamedProtection {
  std::string_view id;
  std::string_view name;
  std::string_view against;
};
template <class V>
void fields(V& v, const NamedProtection& protection) {
  v("id", protection.id);
  v("name", protection.name);
  v("against", protection.against);
}

/// What a letter or a severity says, to readers who meet it the first time.
struct Told {
  std::string_view word;
  std::string_view meaning;
};
template <class V>
void fields(V& v, const Told& told) {
  v("word", told.word);
  v("meaning", told.meaning);
}

struct OfferedWords {
  std::vector<NamedProtection> protections;
  std::vector<Told> letters;
  std::vector<Told> severities;
  std::vector<NamedBrowser> browsers;
  std::vector<TypeInfo> types;
  std::vector<Offer> headers;
  std::vector<Offer> directives;
  std::vector<ChoiceInfo> choices;
  std::vector<Meaning> meanings;
  std::vector<std::string_view> own_of_response;
};
template <class V>
void fields(V& v, const OfferedWords& all) {
  v("protections", all.protections);
  v("letters", all.letters);
  v("severities", all.severities);
  v("browsers", all.browsers);
  v("requestTypes", all.types);
  v("headers", all.headers);
  v("directives", all.directives);
  v("choices", all.choices);
  v("meanings", all.meanings);
  v("ownOfResponse", all.own_of_response);
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
                     needs_name(decide::request_needs(row.type)), fields_of(row.type), chain_names(row.type)});
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

std::vector<NamedProtection> protections() {
  std::vector<NamedProtection> out;
  for (std::size_t i = 0; i < grade::kProtectionCount; ++i) {
    const report::ProtectionMeaning& meaning = report::protection_meanings()[i];
    out.push_back({meaning.id, meaning.name, meaning.against});
  }
  return out;
}

std::vector<Told> letters() {
  std::vector<Told> out;
#define HEADSTRONG_LETTER(letter, score) out.push_back({letter, report::meaning_of_letter(letter)});
#include "grade/rubric.def"
#undef HEADSTRONG_LETTER
  return out;
}

std::vector<Told> severities() {
  std::vector<Told> out;
  for (auto i = static_cast<std::uint8_t>(Severity::Critical); i <= static_cast<std::uint8_t>(Severity::Good); ++i) {
    const std::string_view word = to_string(static_cast<Severity>(i));
    out.push_back({word, report::meaning_of_severity(word)});
  }
  return out;
}

std::vector<NamedBrowser> browsers() {
  std::vector<NamedBrowser> out;
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    out.push_back({decide::profile_name(profile), decide::profile_title(profile)});
  }
  return out;
}

std::vector<Meaning> meanings() {
  return {
#define HEADSTRONG_DIRECTIVE_MEANING(directive, text) {"directive", csp::info(DirectiveName::directive).name, text},
#define HEADSTRONG_KEYWORD_MEANING(keyword, text) {"keyword", csp::info(csp::Keyword::keyword).spelling, text},
#define HEADSTRONG_SOURCE_MEANING(kind, text) {"source", kind, text},
#define HEADSTRONG_HEADER_MEANING(header, text) {"header", http::spelling(http::HeaderName::header), text},
#include "headers/meanings.def"
#undef HEADSTRONG_DIRECTIVE_MEANING
#undef HEADSTRONG_KEYWORD_MEANING
#undef HEADSTRONG_SOURCE_MEANING
#undef HEADSTRONG_HEADER_MEANING
  };
}

/// The options of harden() that a form asks about.
std::vector<ChoiceInfo> offered_choices() {
  std::vector<ChoiceInfo> out;
  const std::vector<OptionName> names = option_names(HardenOptions{});
  const auto is_free = [&](std::string_view name) {
    return std::any_of(names.begin(), names.end(),
                       [&](const OptionName& option) { return option.name == name && option.choices.empty(); });
  };
  // The rows of a choice follow each other.
#define HEADSTRONG_CHOICE(option, label) out.push_back({option, label, is_free(option), {}});
#define HEADSTRONG_CHOICE_VALUE(option, value, label, hint) out.back().values.push_back({value, label, hint});
#define HEADSTRONG_CHOICE_FROM_NOTHING(option, value, label, hint) \
  out.back().values.back().from_nothing = label;                   \
  out.back().values.back().hint_from_nothing = hint;
#include "headstrong/harden_choices.def"
#undef HEADSTRONG_CHOICE
#undef HEADSTRONG_CHOICE_VALUE
#undef HEADSTRONG_CHOICE_FROM_NOTHING
  return out;
}

}  // namespace vocabulary_detail

std::string vocabulary_json() {
  using namespace vocabulary_detail;
  return report::json_of(OfferedWords{protections(), letters(), severities(), browsers(), offered_types(),
                                      offered_headers(), offered_directives(), offered_choices(), meanings(),
                                      emitters::own_of_response()});
}

}  // namespace headstrong
