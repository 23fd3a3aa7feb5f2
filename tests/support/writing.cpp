#include "support/writing.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "headers/csp/policy.hpp"
#include "http/code/write_map.hpp"
#include "http/dialects/dialect.hpp"
#include "http/read_paste.hpp"
#include "support/dump.hpp"
#include "support/edits.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong::testing {
namespace writing_detail {

using Pair = std::pair<std::string, std::string>;

/// Of these a hardened set says all, even by leaving them out.
const std::set<std::string> kSpokenOf = {"content-security-policy",
                                         "content-security-policy-report-only",
                                         "reporting-endpoints",
                                         "report-to",
                                         "strict-transport-security",
                                         "x-content-type-options",
                                         "x-frame-options",
                                         "referrer-policy",
                                         "permissions-policy",
                                         "feature-policy",
                                         "cross-origin-opener-policy",
                                         "cross-origin-opener-policy-report-only",
                                         "cross-origin-embedder-policy",
                                         "cross-origin-embedder-policy-report-only",
                                         "cross-origin-resource-policy",
                                         "integrity-policy",
                                         "integrity-policy-report-only",
                                         "document-policy",
                                         "origin-agent-cluster",
                                         "clear-site-data"};

struct Read {
  explicit Read(std::string_view bytes) : source(bytes), paste(http::read_paste(source)) {}
  text::Source source;
  http::Paste paste;
};

std::vector<Pair> pairs_of(const http::Response& response, bool meta) {
  std::vector<Pair> pairs;
  for (const http::Field& field : response.fields) {
    if (field.from_meta == meta) pairs.emplace_back(text::lowered(field.name), field.value.text());
  }
  return pairs;
}

/// Code sets headers in an order of its own, and what makes a policy of a map puts its directives in another.
void forget_order(std::vector<Pair>& pairs, const http::Paste& paste) {
  const http::DialectSpec* dialect = http::dialect_of(paste.format);
  if (dialect == nullptr || !dialect->language) return;
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.first < b.first; });
  for (auto& [name, value] : pairs) {
    if (name.rfind("content-security-policy", 0) == 0) value = http::code::sorted_directives(value);
  }
}

/// Of these none is left where the response allows the origin null and the set has nothing to say of it.
bool is_cors_for_null(const std::string& name, const std::string& value, bool allows_null) {
  return name == "access-control-allow-origin" ? value == "null"
                                               : allows_null && name == "access-control-allow-credentials";
}

/// Whether the set says of a name just what the fields say, so that they stay where they are.
bool is_kept(const std::string& name, const std::vector<Pair>& before, const HeaderSet& set) {
  std::vector<std::string> was;
  std::vector<std::string> is;
  for (const auto& [field, value] : before) {
    if (field == name) was.push_back(value);
  }
  for (const Header& header : set) {
    if (text::iequals(header.name, name)) is.push_back(header.value);
  }
  return was == is;
}

/// The plain rule: at the first field of a name all of the set's, nothing at further ones, new names at
/// the end.
std::vector<Pair> merged(const std::vector<Pair>& before, const HeaderSet& set) {
  std::vector<Pair> after;
  std::set<std::string> placed;
  const auto place = [&](const std::string& name) {
    if (!placed.insert(name).second) return;
    for (const Header& header : set) {
      if (text::iequals(header.name, name)) after.emplace_back(name, header.value);
    }
  };
  std::set<std::string> spoken_of = kSpokenOf;
  for (const Header& header : set) spoken_of.insert(text::lowered(header.name));
  const bool allows_null = spoken_of.count("access-control-allow-origin") == 0 &&
                           std::any_of(before.begin(), before.end(), [](const Pair& pair) {
                             return is_cors_for_null(pair.first, pair.second, false);
                           });
  for (const auto& [name, value] : before) {
    if (is_kept(name, before, set)) {
      placed.insert(name);
      after.emplace_back(name, value);
    } else if (spoken_of.count(name) > 0) {
      place(name);
    } else if (!is_cors_for_null(name, value, allows_null)) {
      after.emplace_back(name, value);
    }
  }
  for (const Header& header : set) place(text::lowered(header.name));
  return after;
}

std::string listed(const std::vector<Pair>& pairs) {
  std::string out;
  for (const auto& [name, value] : pairs) out += "\n    " + testing::quoted(name + ": " + value);
  return out;
}

/// The bytes of the lines that a field, or the statement that sets it, has something on.
std::vector<bool> lines_of_fields(const Read& read, const http::Response& response, const HeaderSet& set) {
  const std::string_view s = read.source.bytes();
  const char mark = s.find('\n') == s.npos ? '\r' : '\n';
  std::vector<bool> mask(s.size());
  const http::DialectSpec* dialect = http::dialect_of(read.paste.format);
  const auto add = [&](std::uint32_t start, std::uint32_t end) {
    while (start > 0 && s[start - 1] != mark) --start;
    while (end < s.size() && s[end] != mark) ++end;
    for (; start < s.size() && start <= end; ++start) mask[start] = true;
  };
  std::vector<http::Field> fields = response.fields;
  for (const http::Twin& twin : response.twins) fields.push_back(twin.other);
  for (const http::PolicyMap& map : response.maps) {
    for (const http::PolicyMap::Entry& entry : map.entries) add(entry.whole.start, entry.whole.end);
  }
  for (const http::Field& field : fields) {
    const std::string name = text::lowered(field.name);
    const bool in_set =
        std::any_of(set.begin(), set.end(), [&](const Header& h) { return text::iequals(h.name, name); });
    const bool for_null = is_cors_for_null(name, std::string(field.value.text()), true);
    if (field.from_meta || (!in_set && !for_null && kSpokenOf.count(name) == 0)) continue;
    add(field.name_span.start, field.name_span.end);
    for (const Span run : field.value.runs()) add(run.start, run.end);
    if (dialect == nullptr || dialect->take_apart == nullptr) continue;
    http::Statement statement;
    if (!dialect->take_apart(s, field, statement)) continue;
    add(statement.start, statement.end);
    add(statement.value.start, statement.value.end);
  }
  return mask;
}

/// What was taken out that no field of the set's names has; JSON's brackets and commas are looked at
/// by those who parse it.
std::string foreign_removal(const Read& read, const http::Response& response, const HeaderSet& set,
                            const std::vector<Edit>& edits) {
  const http::Format format = read.paste.format;
  if (format == http::Format::Json || format == http::Format::Har) return {};
  const std::vector<bool> mask = lines_of_fields(read, response, set);
  for (const Edit& edit : edits) {
    for (std::uint32_t at = edit.span.start; at < edit.span.end; ++at) {
      const char c = read.source.bytes()[at];
      if (!mask[at] && c != '\n' && c != '\r') return "takes out what is none of its fields";
    }
  }
  return {};
}

/// A response without what other places of a configuration add to it.
http::Response own_part(const http::Response& response) {
  http::Response own = response;
  std::erase_if(own.fields, [](const http::Field& field) { return field.inherited; });
  return own;
}

std::string fault_of_reading(const Read& before, const Read& after, std::size_t index, const HeaderSet& set) {
  const bool one = before.paste.format == http::Format::Empty;
  const bool turns = one || before.paste.format == http::Format::BarePolicy;
  if (after.paste.format != (turns ? http::Format::HeaderLines : before.paste.format)) return "another format";
  if (after.paste.responses.size() != (one ? 1 : before.paste.responses.size())) return "another number of responses";
  for (std::size_t r = 0; r < before.paste.responses.size(); ++r) {
    const http::Response& was = before.paste.responses[r];
    const http::Response& is = after.paste.responses[r];
    if (was.status != is.status || was.url != is.url) return "another status or address";
    if (pairs_of(was, true) != pairs_of(is, true)) return "another <meta>";
    const bool is_twin =
        index < before.paste.responses.size() &&
        std::any_of(before.paste.responses[index].twins.begin(), before.paste.responses[index].twins.end(),
                    [&](const http::Twin& twin) { return twin.response == r; });
    const bool stays = r == index || is_twin || pairs_of(own_part(was), false) == pairs_of(own_part(is), false);
    if (!stays) return "another response has changed";
  }
  std::vector<Pair> meant = merged(one ? std::vector<Pair>() : pairs_of(before.paste.responses[index], false), set);
  std::vector<Pair> read = pairs_of(after.paste.responses[index], false);
  forget_order(meant, before.paste);
  forget_order(read, after.paste);
  if (meant != read) return "other fields; meant" + listed(meant) + "\n  read" + listed(read);
  return {};
}

}  // namespace writing_detail

std::string fault_of_writing(std::string_view text, const HeaderSet& set, const WriteIntoResult& result,
                             std::optional<std::size_t> response) {
  using namespace writing_detail;
  if (!result.refusal.empty()) {
    if (!result.edits.empty()) return "a refusal with edits";
    return result.refusal.back() == '.' ? "" : "a refusal that is no sentence";
  }
  if (!result.edits.empty()) {
    if (std::string fault = fault_of(Fix{"", Applicability::Safe, result.edits}, text); !fault.empty()) return fault;
  }
  const Read before(text);
  const std::string out = apply_edits(text, result.edits);
  const Read after(out);
  std::size_t index = before.paste.chosen;
  if (response && *response < before.paste.responses.size()) index = *response;
  if (before.paste.format != http::Format::Empty && index >= before.paste.responses.size())
    return "written into nothing";
  std::string fault = fault_of_reading(before, after, index, set);
  if (fault.empty() && !before.paste.responses.empty()) {
    fault = foreign_removal(before, before.paste.responses[index], set, result.edits);
  }
  if (fault.empty()) {
    const WriteIntoResult again = write_into(out, set, {response});
    if (!again.refusal.empty() || !again.edits.empty()) fault = "writing again changes the text";
  }
  if (fault.empty()) return {};
  return fault + "\n  before " + testing::quoted(text) + "\n  after  " + testing::quoted(out);
}

}  // namespace headstrong::testing
