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

namespace pairs_removals_detail {

/// Calls that take away the header that they name, whatever they are called on.
bool removes_named(std::string_view name) {
  return is_one_of(name, {"removeheader", "headerremove", "clearheader", "unsetheader", "deleteheader", "dropheader",
                          "deleterespheader", "deleteresponseheader", "removeresponseheader", "removerespheader",
                          "withoutheader", "removerawheader"});
}

/// Calls that take a thing away: a header where they are called on headers or a response.
bool removes_any(std::string_view name) {
  return is_one_of(name, {"delete", "del", "remove", "pop", "clear", "unset", "erase", "removeall", "discard"});
}

/// What a header is set to that is not sent then.
bool is_no_value(std::string_view word) { return is_one_of(word, {"nil", "null", "None", "undefined", "NULL"}); }

/// Functions that the server calls for each response, after those that answer.
bool runs_last(std::string_view name) {
  return is_one_of(name, {"applicationpresendrequestheaders", "applicationpresendrequestcontent",
                          "applicationendrequest", "applicationpostrequesthandlerexecute"});
}

/// Calls that are given a function which runs for each response.
bool takes_hook(std::string_view name) {
  return is_one_of(name, {"use", "addhook", "onsend", "onresponse", "onbeforeresponse", "ext", "onstarting", "hook"});
}

}  // namespace pairs_removals_detail
using namespace pairs_removals_detail;

/// Whether a call whose words are these takes the header away that it names. `alone`: the name is its first argument.
bool PairFinder::removes_header(const std::vector<std::string>& words, bool alone) const {
  if (words.empty() || refuses_chain(words)) return false;
  if (removes_named(words[0])) return true;
  return alone && words.size() > 1 && removes_any(words[0]);
}

/// Whether the statement around headers['X'] takes it away: del, delete, unset().
bool PairFinder::is_deleted(std::uint32_t bracket) const {
  const auto deletes = [&](std::uint32_t i) { return t_.is(i, "del") || t_.is(i, "delete"); };
  const std::uint32_t first = chain_start(bracket);
  if (deletes(first) || (first > 0 && deletes(first - 1))) return true;
  const std::uint32_t around = t_.parent(bracket);
  return around < t_.size() && around > 0 && t_.is(around, "(") && t_.is(around - 1, "unset");
}

/// Whether what stands at `i` sets to nothing, and ends there.
bool PairFinder::is_nothing_at(std::uint32_t i) const {
  if (!is_no_value(t_.text(i)) || !t_.is_kind(i, Kind::Word)) return false;
  return i + 1 >= t_.size() || t_[i + 1].begins_line || t_.is(i + 1, ";") || t_.is(i + 1, ")") || t_.is(i + 1, "}");
}

/// Whether an argument at [first, last] names a header that its call takes away.
bool PairFinder::is_removed_argument(std::uint32_t first, std::uint32_t last) const {
  const bool alone = t_.is(first - 1, "(") || t_.is_kind(first - 1, Kind::Word);
  if (!alone && !t_.is(first - 1, ",")) return false;
  const std::uint32_t next = last + 1;
  if (t_.is_kind(first - 1, Kind::Word)) {
    // Ruby's headers.delete 'X'
    return (next >= t_.size() || t_[next].begins_line || t_.is(next, ";")) && removes_header(chain_before(first), true);
  }
  if (!t_.is(next, ")") && !t_.is(next, ",")) return false;
  const std::uint32_t open = t_.is(first - 1, "(") ? first - 1 : t_.parent(first);
  if (open >= t_.size() || !t_.is(open, "(")) return false;
  const auto words = chain_before(open);
  if (words.empty()) return false;
  if (alone && t_.is(next, ",") && is_setter(words[0]) && is_nothing_at(next + 1)) return !refuses_chain(words);
  return removes_header(words, alone);
}

/// Whether a header is taken away whose name stands at token `i`; empty where none is. `receiver` becomes the token behind
/// what it is taken from.
std::string_view PairFinder::removed_at(std::uint32_t i, std::uint32_t& receiver) const {
  std::string_view name = t_.is_kind(i, Kind::String) ? t_.inside_text(i) : header_of_constant(t_.text(i));
  const bool member = t_.language() == Language::Lua && t_.is_kind(i, Kind::Word) && t_.is(i - 1, ".");
  if (name.empty() && member && t_.is(i + 1, "=")) {
    std::string dashed(t_.text(i));
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    name = spelling(header_name(dashed));
  }
  if (header_name(name) == HeaderName::Unknown) return {};
  // header::X_FRAME_OPTIONS
  std::uint32_t first = i;
  while (t_.is_kind(i, Kind::Word) && first >= 2 && (t_.is(first - 1, "::") || t_.is(first - 1, ".")) && !member) {
    first -= 2;
  }
  if (first == 0) return {};
  receiver = first - 1;
  if (member) return t_.is(i + 1, "=") && is_nothing_at(i + 2) && t_.is(i - 2, "header") ? name : std::string_view();
  const bool in_brackets = (t_.is(first - 1, "[") && t_.is(i + 1, "]")) || (t_.is(first - 1, "{") && t_.is(i + 1, "}"));
  if (!in_brackets) return is_removed_argument(first, i) ? name : std::string_view();
  const auto words = chain_before(first - 1);
  if (words.empty() || refuses_chain(words)) return {};
  return is_deleted(first - 1) || (t_.is(i + 2, "=") && is_nothing_at(i + 3)) ? name : std::string_view();
}

/// The map that a variable holds from which something is taken at `receiver`, behind its name; size() where it holds none.
std::uint32_t PairFinder::map_before(std::uint32_t receiver) {
  if (receiver == 0) return t_.size();
  std::uint32_t name = receiver - 1;
  if (t_.is(receiver, "(") && receiver >= 3 && t_.is(receiver - 2, ".")) name = receiver - 3;
  if (!t_.is_kind(name, Kind::Word) || t_.is(name - 1, ".") || t_.is(name - 1, "->")) return t_.size();
  return group_named(name);
}

/// Whether a function is one that the server calls after those that answer, by its name.
bool PairFinder::runs_at_end(std::uint32_t function) const {
  if (function < 2 || function >= t_.size() || !t_.is(function - 1, ")")) return false;
  const std::uint32_t parameters = t_[function - 1].mate;
  return parameters > 0 && t_.is_kind(parameters - 1, Kind::Word) && runs_last(plain_name(t_.text(parameters - 1)));
}

/// Whether a function is given to a call that has it run for all responses.
bool PairFinder::runs_for_all(std::uint32_t function) const {
  if (function == 0 || function >= t_.size()) return false;
  const std::uint32_t call = t_.parent(function);
  if (call == 0 || call >= t_.size() || !t_.is(call, "(")) return false;
  const auto words = chain_before(call);
  if (words.empty() || !takes_hook(words[0]) || is_guarded(chain_start(call))) return false;
  // app.use('/docs', ...) is for what is below that path.
  return !t_.is_kind(call + 1, Kind::String) || t_.inside_text(call + 1).substr(0, 1) != "/";
}

/// Whether one function is within another, or within none.
bool PairFinder::is_within(std::uint32_t function, std::uint32_t outer) const {
  return outer >= t_.size() || (outer < function && function < t_.group_end(outer));
}

std::vector<PairFinder::Removal> PairFinder::find_removals(const std::vector<Pair>& pairs) {
  std::vector<Removal> removals;
  constexpr std::size_t kMost = 200;
  for (std::uint32_t i = 1; i < t_.size() && removals.size() < kMost; ++i) {
    std::uint32_t receiver = i;
    Removal removal;
    if (t_.is(i, "header_remove") && t_.is(i + 1, "(") && t_.is(i + 2, ")")) {
      removal.all = true;
    } else if (t_.is_kind(i, Kind::String) || t_.is_kind(i, Kind::Word)) {
      removal.name = removed_at(i, receiver);
    }
    if (!removal.all && removal.name.empty()) continue;
    // The same under a condition removes it sometimes.
    if (is_guarded(chain_start(receiver))) continue;
    removal.token = i;
    removal.function = function_of(i);
    removal.map = removal.all ? t_.size() : map_before(receiver);
    const auto is_in_map = [&](const Pair& pair) { return is_of_map(pair, removal.map) && is_named(pair, removal); };
    if (std::none_of(pairs.begin(), pairs.end(), is_in_map)) removal.map = t_.size();
    removal.last = runs_for_all(removal.function);
    removal.last_of_all = runs_at_end(removal.function);
    removals.push_back(removal);
  }
  return removals;
}

bool PairFinder::is_of_map(const Pair& pair, std::uint32_t map) {
  return map > 0 && (pair.set == map || pair.into == map + 1);
}

bool PairFinder::is_named(const Pair& pair, const Removal& removal) {
  return removal.all || text::iequals(removal.name, pair.name);
}

/// Whether the pair is one that is taken away.
bool PairFinder::is_taken_away(const Pair& pair, const Removal& removal) const {
  if (!is_named(pair, removal)) return false;
  if (pair.token >= removal.token || !pair.place.empty()) return false;
  if (removal.map < t_.size()) return is_of_map(pair, removal.map);
  const std::uint32_t function = function_of(pair.token);
  if (removal.last_of_all) return true;
  if (function == removal.function) return true;
  return removal.last && (is_within(removal.function, function) || runs_for_all(function));
}

void PairFinder::drop_removed(std::vector<Pair>& pairs) {
  const std::vector<Removal> removals = pairs.empty() ? std::vector<Removal>() : find_removals(pairs);
  if (removals.empty()) return;
  std::erase_if(pairs, [&](const Pair& pair) {
    return std::any_of(removals.begin(), removals.end(),
                       [&](const Removal& removal) { return is_taken_away(pair, removal); });
  });
}

/// What is set and then removed is not sent.
void drop_removed(text::Source& source, Expressions& expressions, std::vector<Pair>& pairs) {
  PairFinder(source, expressions).drop_removed(pairs);
}

}  // namespace headstrong::http::code
