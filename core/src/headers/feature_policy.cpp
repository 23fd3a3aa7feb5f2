#include "headers/feature_policy.hpp"

#include <algorithm>
#include <unordered_set>

#include "headers/permission_features.hpp"
#include "headers/permissions_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {
namespace feature_policy_detail {

using text::is;
using text::kAsciiWhitespace;

std::size_t white_space(std::string_view s) {
  std::size_t at = 0;
  while (at < s.size() && !is(s[at], kAsciiWhitespace)) ++at;
  return at;
}

bool is_feature_name(std::string_view s) {
  return !s.empty() &&
         std::all_of(s.begin(), s.end(), [](char c) { return is(c, text::kAlpha | text::kDigit) || c == '-'; });
}

/// One origin of an allowlist as a structured field item; empty where it has none.
std::string item_of(std::string_view word) {
  if (word == "*") return "*";
  const bool quoted = word.size() > 1 && word.front() == '\'' && word.back() == '\'';
  const std::string_view keyword = quoted ? word.substr(1, word.size() - 2) : word;
  if (text::iequals(keyword, "self")) return "self";
  if (quoted || text::iequals(word, "none") || text::iequals(word, "src")) return {};
  if (word.find_first_of("\"\\()=") != std::string_view::npos) return {};
  const bool printable = text::all_of(word, text::kVisible);
  return printable ? "\"" + std::string(word) + "\"" : std::string();
}

std::string inner_list_of(std::string_view allowlist) {
  std::string list;
  if (allowlist.empty()) return "(self)";
  while (!allowlist.empty()) {
    const std::size_t end = white_space(allowlist);
    const std::string item = item_of(allowlist.substr(0, end));
    if (item == "*") return "*";
    if (!item.empty()) list += (list.empty() ? "" : " ") + item;
    allowlist = text::trim(allowlist.substr(end));
  }
  return "(" + list + ")";
}

/// Where the entry that starts there ends: at a separator outside parentheses and quotes.
std::size_t entry_end(std::string_view value, std::size_t at) {
  bool quoted = false;
  int depth = 0;
  for (; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if ((c == ';' || c == ',') && depth <= 0) break;
  }
  return at;
}

/// The allowlist with blanks between its origins, as this syntax has them; what is no part of an origin goes.
std::string plain_allowlist(std::string_view allowlist) {
  std::string out;
  for (const char c : allowlist) {
    const bool mark = c == '(' || c == ')' || c == '"' || c == '\'' || c == ',' || c == ';';
    out += mark ? ' ' : c;
  }
  const std::string_view trimmed = text::trim(out);
  return trimmed.empty() ? "'none'" : std::string(trimmed);
}

/// The row of a feature that browsers still know; null for any other.
const data::PermissionFeature* living_feature(std::string_view name) {
  const data::PermissionFeature* feature = permission_feature(text::lowered(name));
  const bool lives = feature != nullptr && feature->status != "gone" && feature->status != "unimplemented";
  return lives ? feature : nullptr;
}

}  // namespace feature_policy_detail

FeaturePolicy parse_feature_policy(std::string_view value) {
  using namespace feature_policy_detail;
  FeaturePolicy policy;
  std::size_t at = 0;
  while (at <= value.size()) {
    const std::size_t end = std::min(value.find_first_of(";,", at), value.size());
    const std::string_view text = text::trim(value.substr(at, end - at));
    at = end + 1;
    if (text.empty()) continue;
    const std::size_t name_end = white_space(text);
    policy.directives.push_back({text.substr(0, name_end), text::trim(text.substr(name_end))});
  }
  return policy;
}

bool looks_like_feature_policy(std::string_view value) {
  using namespace feature_policy_detail;
  const std::string_view first = text::trim(value.substr(0, value.find_first_of(";,")));
  const std::size_t name_end = white_space(first);
  if (!is_feature_name(first.substr(0, name_end))) return false;
  const std::string_view list = text::trim(first.substr(name_end));
  return !list.empty() && list.find_first_of("=()") == std::string_view::npos;
}

std::string to_permissions_policy(const FeaturePolicy& policy) {
  using namespace feature_policy_detail;
  std::string value;
  std::unordered_set<std::string> names;
  for (const FeaturePolicyDirective& directive : policy.directives) {
    if (!is_feature_name(directive.feature)) continue;
    std::string name = text::lowered(directive.feature);
    if (text::is(name[0], text::kDigit) || name[0] == '-') continue;
    if (!names.insert(name).second) continue;
    if (!value.empty()) value += ", ";
    value += name + "=" + inner_list_of(directive.allowlist);
  }
  return value;
}

std::string members_beside(const FeaturePolicy& policy, std::string_view permissions_policy) {
  using namespace feature_policy_detail;
  std::unordered_set<std::string_view> named;
  const PermissionsPolicy present = parse_permissions_policy(permissions_policy);
  for (const grammar::SfMember& member : present.field.members) named.insert(member.key);
  FeaturePolicy rest;
  for (const FeaturePolicyDirective& directive : policy.directives) {
    const data::PermissionFeature* feature = living_feature(directive.feature);
    if (feature == nullptr) continue;
    if (named.count(feature->feature) == 0) rest.directives.push_back(directive);
  }
  return to_permissions_policy(rest);
}

std::vector<std::string_view> forgotten_features(const FeaturePolicy& policy) {
  std::vector<std::string_view> names;
  for (const FeaturePolicyDirective& directive : policy.directives) {
    if (feature_policy_detail::living_feature(directive.feature) == nullptr) names.push_back(directive.feature);
  }
  return names;
}

std::string repaired_permissions_policy(std::string_view value) {
  using namespace feature_policy_detail;
  std::string plain;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = entry_end(value, at);
    const std::string_view entry = text::trim(value.substr(at, end - at));
    at = end + 1;
    if (entry.empty()) continue;
    const std::size_t mark = std::min(entry.find_first_of("=:("), entry.size());
    const std::string_view name = text::trim(entry.substr(0, mark));
    if (mark == entry.size() || !is_feature_name(name)) return {};
    const std::string_view list = entry.substr(entry[mark] == '(' ? mark : mark + 1);
    if (text::trim(list).empty()) return {};
    plain += std::string(name) + " " + plain_allowlist(list) + ";";
  }
  return to_permissions_policy(parse_feature_policy(plain));
}

}  // namespace headstrong::headers
