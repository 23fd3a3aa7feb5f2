// Whether what sets a header runs only where a condition holds.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/pair_finder.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

/// Of the first token of a line, the one that it is indented below; of others, the first of their line.
void PairFinder::find_lines() {
  outer_.resize(t_.size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open;  // column, token
  std::uint32_t first = 0;
  const std::string_view s = t_.source();
  for (std::uint32_t i = 0; i < t_.size(); ++i) {
    outer_[i] = first;
    if (!t_[i].begins_line && i > 0) continue;
    std::uint32_t column = 0;
    while (column < t_[i].start && text::is(s[t_[i].start - column - 1], text::kSpaceTab)) ++column;
    while (!open.empty() && open.back().first >= column) open.pop_back();
    outer_[i] = open.empty() ? i : open.back().second;
    open.emplace_back(column, i);
    first = i;
  }
}

/// The condition, loop or case that the line of `first` begins with; size() where it begins with none.
std::uint32_t PairFinder::guard_at(std::uint32_t first) const {
  if (is_guard(t_.text(first))) return first;
  return t_.is(first, "}") && is_guard(t_.text(first + 1)) ? first + 1 : t_.size();
}

/// The condition, loop or case that stands around what begins at `first`, in its function: the token that it begins
/// with; size() where there is none.
std::uint32_t PairFinder::guard_of(std::uint32_t first) const {
  const std::uint32_t own = guard_at(first);
  if (own < t_.size()) return own;
  const std::uint32_t by_lines = guard_by_lines(first);
  if (by_lines < t_.size() || !has_braces(t_.language())) return by_lines;
  std::uint32_t around = t_.parent(first);
  for (int depth = 0; depth < 20 && around < t_.size(); ++depth, around = t_.parent(around)) {
    if (!t_.is(around, "{") || around == 0) continue;
    const Opener opener = opener_of(around);
    if (opener.guard < t_.size() || opener.is_function) return opener.guard;
  }
  return t_.size();
}

/// The same by the lines that it is indented below: of blocks in braces the next one alone.
std::uint32_t PairFinder::guard_by_lines(std::uint32_t first) const {
  std::uint32_t line = t_[first].begins_line ? first : outer_[first];
  std::uint32_t guard = guard_at(line);
  const int most = has_braces(t_.language()) ? 1 : 40;
  for (int depth = 0; guard == t_.size() && depth < most && outer_[line] != line; ++depth) {
    line = outer_[line];
    if (begins_function(t_.text(line))) break;
    guard = guard_at(line);
  }
  return guard;
}

/// What the words before a brace open: a function's body, or what runs where a condition holds.
PairFinder::Opener PairFinder::opener_of(std::uint32_t brace) const {
  Opener opener{t_.size(), t_.is(brace - 1, "=>")};
  if (opener.is_function) return opener;
  std::uint32_t at = brace;
  for (int step = 0; step < 32 && at > 0 && !t_[at].begins_line; ++step) {
    --at;
    if (t_.is(at, ";") || t_.is(at, "{") || (t_.is(at, "}") && t_[at].mate < at)) break;
    if (t_[at].mate < at) at = t_[at].mate;
    if (!t_.is_kind(at, Kind::Word) || (at > 0 && t_.is(at - 1, "."))) continue;
    if (begins_function(t_.text(at))) opener.is_function = true;
    if (is_guard(t_.text(at)) && !opener.is_function) {
      opener.guard = at;
      break;
    }
  }
  return opener;
}

/// Whether the condition holds for what is judged, a page that is served as it should be: in production, over
/// HTTPS, of HTML, without a header of that name so far.
bool PairFinder::holds_for_pages(std::uint32_t guard, std::string_view name) const {
  constexpr std::size_t kEnough = 200;
  std::string_view line = t_.source().substr(t_[guard].start, kEnough);
  line = line.substr(0, line.find('\n'));
  const std::string words = text::lowered(line);
  const auto has = [&](std::string_view word) { return words.find(word) != words.npos; };
  if (has(text::lowered(name)) || has("headerssent") || has("headers_sent")) return true;
  if (has("!") || has("not ") || has("else") || has("unless")) return false;
  for (const std::string_view word :
       {"prod", "https", "secure", "ssl", "tls", "html", "content_type", "content-type", "contenttype", "mimetype"}) {
    if (has(word)) return true;
  }
  return false;
}

/// The condition under which the pair is set; size() where there is none, or one that a page meets.
std::uint32_t PairFinder::condition_of(const Pair& pair) const {
  const std::uint32_t guard = guard_of(pair.token);
  const bool condition =
      guard < t_.size() && is_one_of(t_.text(guard), {"if", "elif", "else", "elsif", "elseif", "unless"});
  return condition && !holds_for_pages(guard, pair.name) ? guard : t_.size();
}

/// Sets what can be made of a statement from token `first` to token `stop`.
void PairFinder::find_guards(Pair& pair, std::uint32_t first, std::uint32_t stop) const {
  if (pair.entry) {
    // ...(embed && { 'X': '...' })
    std::uint32_t around = t_.parent(first);
    for (int depth = 0; depth < 4 && around < t_.size(); ++depth, around = t_.parent(around)) {
      if (around == 0) break;
      const std::uint32_t before = around - 1;
      const bool given = t_.is(before, "?") || t_.is(before, "&&") || t_.is(before, "||") ||
                         (t_.is(around, "(") && (t_.is(before, "...") || t_.is(before, "**")));
      pair.guarded = pair.guarded || given;
    }
    return;
  }
  pair.guarded = is_guarded(first);
  if (stop + 1 >= t_.size() || t_[stop + 1].begins_line) return;
  for (const std::string_view word :
       {"if", "unless", "while", "until", "for", "else", "and", "or", "rescue", "?", "||", "&&"}) {
    if (t_.is(stop + 1, word)) pair.guarded = true;
  }
}

}  // namespace headstrong::http::code
