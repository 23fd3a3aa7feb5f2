#include "emit/split_policy.hpp"

#include <set>

#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace split_policy_detail {

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.front() < 'a' || name.front() > 'z' || name.back() == '-') return false;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || text::is(c, text::kDigit) || c == '-';
    if (!plain) return false;
  }
  return true;
}

/// The words of one directive, or nothing if they are not separated by single blanks.
std::optional<SplitDirective> split_directive(std::string_view text) {
  SplitDirective directive;
  bool first = true;
  while (true) {
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    if (word.empty() || word.find_first_of(",;") != std::string_view::npos) return {};
    if (first) {
      directive.name = word;
    } else {
      directive.words.push_back(word);
    }
    first = false;
    if (blank == std::string_view::npos) break;
    text.remove_prefix(blank + 1);
  }
  if (!is_plain_name(directive.name)) return {};
  return directive;
}

}  // namespace split_policy_detail

std::optional<std::vector<SplitDirective>> split_policy(std::string_view policy, std::string_view separator) {
  std::vector<SplitDirective> directives;
  std::set<std::string_view> names;
  while (true) {
    const std::size_t end = policy.find(separator);
    std::optional<SplitDirective> directive = split_policy_detail::split_directive(policy.substr(0, end));
    if (!directive || !names.insert(directive->name).second) return {};
    directives.push_back(std::move(*directive));
    if (end == std::string_view::npos) return directives;
    policy.remove_prefix(end + separator.size());
  }
}

}  // namespace headstrong::emitters
