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
  if (!has_braces(t_.language())) {
    std::uint32_t line = t_[i].begins_line ? i : outer_[i];
    for (int depth = 0; depth < 40 && outer_[line] != line; ++depth) {
      line = outer_[line];
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
    std::uint32_t at = i;
    std::string_view name;
    if (t_.is_kind(i, Kind::String) && header_name(t_.inside_text(i)) != HeaderName::Unknown) {
      name = t_.inside_text(i);
      if (t_.is(i - 1, "(") && (t_.is(i + 1, ")") || t_.is(i + 1, ","))) {
        const auto words = chain_before(i - 1);
        if (words.empty() || refuses_chain(words)) continue;
        const bool removes = is_one_of(words[0], {"removeheader", "headerremove", "deleterespheader",
                                                  "removeresponseheader", "withoutheader", "deleteheader"}) ||
                             (is_one_of(words[0], {"delete", "del", "remove", "pop"}) && words.size() > 1 &&
                              words[1].find("headers") != std::string::npos) ||
                             (words[0] == "del" && words.size() > 1 && words[1] == "header");
        if (!removes) continue;
      } else if (t_.is(i - 1, "[") && t_.is(i + 1, "]")) {
        const std::uint32_t first = chain_start(i - 1);
        const bool removes = t_.is(first, "del") || t_.is(first, "delete") ||
                             (first > 0 && (t_.is(first - 1, "del") || t_.is(first - 1, "delete")));
        if (!removes) continue;
      } else {
        continue;
      }
    } else if (!(t_.is(i, "header_remove") && t_.is(i + 1, "(") && t_.is(i + 2, ")"))) {
      continue;
    }
    // The same under a condition removes it sometimes.
    const std::uint32_t first = chain_start(at > 0 && t_.opens(at - 1) ? at - 1 : at);
    if (!is_guarded(first)) removals.push_back({name, i, function_of(i)});
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
