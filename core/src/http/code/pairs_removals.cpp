// What is set and then removed.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/code/pair_finder.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

/// The function that a token is in: its body, or what begins it.
std::uint32_t PairFinder::function_of(std::uint32_t i) const {
  if (const std::uint32_t route = route_of(i); route < t_.size()) return route;
  if (!has_braces(t_.language())) {
    std::uint32_t line = t_[i].begins_line ? i : e_.guards().outer(i);
    for (int depth = 0; depth < 40 && e_.guards().outer(line) != line; ++depth) {
      line = e_.guards().outer(line);
      if (begins_function(t_.text(line))) return line;
    }
    return t_.size();
  }
  std::uint32_t around = t_.parent(i);
  for (int depth = 0; depth < 40 && around < t_.size(); ++depth, around = t_.parent(around)) {
    if (!t_.is(around, "{") || around == 0) continue;
    if (t_.is(around - 1, "=>")) return around;
    if (!t_.is(around - 1, ")") || t_[around - 1].mate == 0) continue;
    if (!is_guard(t_.text(t_[around - 1].mate - 1))) return around;
  }
  return t_.size();
}

/// Whether a call whose words are these takes the header away that it names.
bool PairFinder::removes_header(const std::vector<std::string>& words) const {
  if (words.empty() || refuses_chain(words)) return false;
  if (is_one_of(words[0], {"removeheader", "headerremove", "deleterespheader", "removeresponseheader", "withoutheader",
                           "deleteheader"})) {
    return true;
  }
  if (words.size() < 2) return false;
  return (is_one_of(words[0], {"delete", "del", "remove", "pop"}) && words[1].find("headers") != std::string::npos) ||
         (words[0] == "del" && words[1] == "header");
}

/// Whether the statement around headers['X'] takes it away: del, delete.
bool PairFinder::is_deleted(std::uint32_t bracket) const {
  const auto deletes = [&](std::uint32_t i) { return t_.is(i, "del") || t_.is(i, "delete"); };
  const std::uint32_t first = chain_start(bracket);
  return deletes(first) || (first > 0 && deletes(first - 1));
}

/// Whether a header, or all of them, are taken away at token `i`.
bool PairFinder::is_removal(std::uint32_t i) const {
  if (t_.is(i, "header_remove") && t_.is(i + 1, "(") && t_.is(i + 2, ")")) return true;
  if (!t_.is_kind(i, Kind::String) || header_name(t_.inside_text(i)) == HeaderName::Unknown) return false;
  if (t_.is(i - 1, "(") && (t_.is(i + 1, ")") || t_.is(i + 1, ","))) return removes_header(chain_before(i - 1));
  return t_.is(i - 1, "[") && t_.is(i + 1, "]") && is_deleted(i - 1);
}

/// What is set and then removed is not sent.
void PairFinder::drop_removed() {
  struct Removal {
    std::string_view name;  // empty: all of them
    std::uint32_t token = 0;
    std::uint32_t function = 0;
  };
  std::vector<Removal> removals;
  constexpr std::size_t kMost = 200;
  for (std::uint32_t i = 1; i < t_.size() && removals.size() < kMost && !pairs_.empty(); ++i) {
    if (!is_removal(i)) continue;
    // The same under a condition removes it sometimes.
    if (is_guarded(chain_start(t_.opens(i - 1) ? i - 1 : i))) continue;
    removals.push_back({t_.is_kind(i, Kind::String) ? t_.inside_text(i) : std::string_view(), i, function_of(i)});
  }
  if (removals.empty()) return;
  std::erase_if(pairs_, [&](const Pair& pair) {
    return std::any_of(removals.begin(), removals.end(), [&](const Removal& removal) {
      return pair.token < removal.token && (removal.name.empty() || text::iequals(removal.name, pair.name)) &&
             function_of(pair.token) == removal.function;
    });
  });
}

}  // namespace headstrong::http::code
