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

}  // namespace pairs_settled_detail
using namespace pairs_settled_detail;

std::vector<Pair> settled(std::vector<Pair> pairs, const Tokens& tokens) {
  const bool braces = has_braces(tokens.language());
  const std::string_view s = tokens.source();
  std::uint32_t seen = 0;
  std::uint32_t last_def = 0;
  const auto scope_of = [&](const Pair& pair) {
    Scope scope;
    if (braces) {
      std::size_t steps = 0;
      for (std::uint32_t around = tokens.parent(pair.token); around < tokens.size() && ++steps < 60;
           around = tokens.parent(around)) {
        if (!tokens.is(around, "{")) continue;
        ++scope.depth;
        const bool body = around > 0 && (tokens.is(around - 1, ")") || tokens.is(around - 1, "=>"));
        if (body && scope.function == 0) scope.function = around;
      }
      return scope;
    }
    for (; seen < pair.token; ++seen) {
      if (tokens.is(seen, "def") || tokens.is(seen, "function")) last_def = seen;
    }
    scope.function = last_def;
    std::size_t line = pair.name_span.start;
    std::size_t steps = 0;
    while (line > 0 && s[line - 1] != '\n' && ++steps < 400) --line;
    while (line < s.size() && text::is(s[line], text::kSpaceTab)) {
      ++line;
      ++scope.depth;
    }
    return scope;
  };
  std::vector<Pair> kept;
  std::vector<Scope> scopes;
  std::unordered_map<std::string, std::size_t> last;  // of each name that replaces
  for (Pair& pair : pairs) {
    const Scope scope = scope_of(pair);
    std::string key = text::lowered(pair.name);
    key += '\n';
    key += pair.place;
    if (pair.conditional) key += '?';
    if (pair.guard > 0) key += std::to_string(pair.guard);
    const auto found = last.find(key);
    if (!pair.adds && found != last.end()) {
      const Scope& before = scopes[found->second];
      // Of two maps that set one name the first counts, as of two sites.
      if (!pair.certain && !kept[found->second].certain &&
          tokens.parent(pair.token) != tokens.parent(kept[found->second].token))
        continue;
      const bool replaces =
          scope.function == before.function ? scope.depth <= before.depth : scope.depth < before.depth;
      if (replaces) {
        scopes[found->second] = scope;
        kept[found->second] = std::move(pair);
      }
      continue;
    }
    if (!pair.adds) last.emplace(std::move(key), kept.size());
    kept.push_back(std::move(pair));
    scopes.push_back(scope);
  }
  return kept;
}

}  // namespace headstrong::http::code
