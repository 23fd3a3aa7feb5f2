// Of pairs that are set one after the other, those that are sent.
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "http/code/pairs.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace pairs_settled_detail {

/// Where a statement stands: in which function, and how deep in it.
struct Scope {
  std::uint32_t function = 0;
  std::uint32_t depth = 0;
};

/// Finds the scopes of pairs that come in the order of the text.
class Scopes {
 public:
  explicit Scopes(const Tokens& tokens) : t_(tokens) {}

  Scope of(const Pair& pair) { return has_braces(t_.language()) ? by_braces(pair) : by_indentation(pair); }

 private:
  Scope by_braces(const Pair& pair) const {
    Scope scope;
    std::size_t steps = 0;
    for (std::uint32_t around = t_.parent(pair.token); around < t_.size() && ++steps < 60; around = t_.parent(around)) {
      if (!t_.is(around, "{")) continue;
      ++scope.depth;
      const bool body = around > 0 && (t_.is(around - 1, ")") || t_.is(around - 1, "=>"));
      if (body && scope.function == 0) scope.function = around;
    }
    return scope;
  }

  Scope by_indentation(const Pair& pair) {
    for (; seen_ < pair.token; ++seen_) {
      if (t_.is(seen_, "def") || t_.is(seen_, "function")) last_def_ = seen_;
    }
    Scope scope;
    scope.function = last_def_;
    const std::string_view s = t_.source();
    std::size_t line = pair.name_span.start;
    std::size_t steps = 0;
    while (line > 0 && s[line - 1] != '\n' && ++steps < 400) --line;
    while (line < s.size() && text::is(s[line], text::kSpaceTab)) {
      ++line;
      ++scope.depth;
    }
    return scope;
  }

  const Tokens& t_;
  std::uint32_t seen_ = 0;
  std::uint32_t last_def_ = 0;
};

/// What of two pairs has to be the same for one to take the place of the other.
std::string key_of(const Pair& pair) {
  std::string key = text::lowered(pair.name);
  key += '\n';
  if (pair.everywhere) key += '*';
  if (!pair.everywhere) key += pair.place;
  if (pair.conditional) key += '?';
  if (pair.guard > 0) key += std::to_string(pair.guard);
  return key;
}

/// Whether what runs in a later scope runs wherever the earlier did.
bool covers(const Scope& later, const Scope& earlier) {
  return later.function == earlier.function ? later.depth <= earlier.depth : later.depth < earlier.depth;
}

}  // namespace pairs_settled_detail
using namespace pairs_settled_detail;

std::vector<Pair> settled(std::vector<Pair> pairs, const Tokens& tokens) {
  struct Kept {
    std::size_t at = 0;
    Scope scope;
  };
  Scopes scopes(tokens);
  std::vector<Pair> kept;
  std::unordered_map<std::string, Kept> last;  // of each name that replaces
  for (Pair& pair : pairs) {
    const Scope scope = scopes.of(pair);
    if (pair.adds) {
      kept.push_back(std::move(pair));
      continue;
    }
    const auto [found, is_new] = last.try_emplace(key_of(pair), Kept{kept.size(), scope});
    if (is_new) {
      kept.push_back(std::move(pair));
      continue;
    }
    Pair& before = kept[found->second.at];
    // Of two maps that set one name the first counts, as of two sites.
    const auto set_of = [](const Pair& each) { return each.into > 0 ? each.into - 1 : each.set; };
    const bool two_maps = !pair.certain && !before.certain && set_of(pair) != set_of(before) && !pair.everywhere;
    const bool put_together = pair.into > 0 && pair.into == before.into;
    if (!put_together && (two_maps || !covers(scope, found->second.scope))) continue;
    found->second.scope = scope;
    before = std::move(pair);
  }
  return kept;
}

}  // namespace headstrong::http::code
