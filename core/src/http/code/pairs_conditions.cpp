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

bool PairFinder::begins_guarded(std::uint32_t i) const {
  return is_guard(t_.text(i)) || (t_.is(i, "}") && is_guard(t_.text(i + 1)));
}

/// The condition, loop or case that stands around what begins at `first`, in its function: the token that it begins
/// with; size() where there is none.
std::uint32_t PairFinder::guard_of(std::uint32_t first) const {
  const auto word_of = [&](std::uint32_t line) { return t_.is(line, "}") ? line + 1 : line; };
  if (begins_guarded(first)) return word_of(first);
  const Language language = t_.language();
  const bool braces = has_braces(language);
  std::uint32_t line = t_[first].begins_line ? first : outer_[first];
  if (begins_guarded(line)) return word_of(line);
  for (int depth = 0; depth < 40 && outer_[line] != line; ++depth) {
    line = outer_[line];
    if (begins_function(t_.text(line))) break;
    if (begins_guarded(line)) return word_of(line);
    if (braces) break;
  }
  std::uint32_t around = t_.parent(first);
  for (int depth = 0; braces && depth < 20 && around < t_.size(); ++depth, around = t_.parent(around)) {
    if (!t_.is(around, "{") || around == 0) continue;
    if (t_.is(around - 1, "=>")) return t_.size();
    bool function = false;
    std::uint32_t at = around;
    for (int step = 0; step < 32 && at > 0 && !t_[at].begins_line; ++step) {
      --at;
      if (t_.is(at, ";") || t_.is(at, "{")) break;
      if (t_[at].mate < at) {
        if (t_.is(at, "}")) break;
        at = t_[at].mate;
      }
      if (!t_.is_kind(at, Kind::Word) || (at > 0 && t_.is(at - 1, "."))) continue;
      if (begins_function(t_.text(at))) function = true;
      if (is_guard(t_.text(at)) && !function) return at;
    }
    if (function) return t_.size();
  }
  return t_.size();
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
