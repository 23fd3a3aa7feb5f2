// Languages in which a call's arguments and a map's entries stand side by side, and Perl's accessors.
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

/// R's headers[["X"]] <- "..."; false where it is none.
bool PairFinder::see_index(const Name& name) {
  if (name.first < 2 || !t_.is(name.first - 1, "[") || !t_.is(name.last + 1, "]")) return false;
  const bool twice = t_.is(name.first - 2, "[") && t_.is(name.last + 2, "]");
  const std::uint32_t open = twice ? name.first - 2 : name.first - 1;
  const std::uint32_t arrow = name.last + (twice ? 3 : 2);
  if (!t_.is(arrow, "<") || !t_.is(arrow + 1, "-")) return false;
  const auto words = chain_before(open);
  if (words.empty() || refuses_chain(words)) return true;
  form_ = {Form::Statement, open};
  add_values(name, arrow + 2, t_.size(), true, false);
  return true;
}

/// Whether one of the words before the token says that a header is set; `refuses` where one says that none is.
bool PairFinder::sets_header_before(std::uint32_t at, bool& refuses) const {
  constexpr int kFar = 8;
  bool sets = false;
  for (int step = 0; step < kFar && at > 0 && !t_[at].begins_line && !t_.is(at - 1, "("); ++step) {
    --at;
    if (!t_.is_kind(at, Kind::Word)) continue;
    const std::string word = plain_name(t_.text(at));
    refuses = refuses || is_request_word(word) || is_test_word(word);
    sets = sets || is_setter(word) || word.find("header") != word.npos || word == "assoc";
  }
  return sets;
}

bool PairFinder::see_neighbour(const Name& name) {
  if (see_index(name)) return true;
  std::uint32_t next = name.last + 1;
  // (assoc-in response [:headers "X"] "...")
  const bool path = name.first >= 2 && t_.is(name.first - 1, "headers") && t_.is(next, "]");
  if (path) ++next;
  const bool value = t_.is_kind(next, Kind::String) || t_.is(next, "(") || (path && t_.is_kind(next, Kind::Word));
  if (!value) return false;
  const std::uint32_t around = t_.parent(name.first);
  if (!path && around < t_.size() && t_.is(around, "{")) {
    see_neighbours(around);
    return true;
  }
  bool refuses = false;
  const bool sets = sets_header_before(path ? around : name.first, refuses) || path;
  if (!sets || refuses) return refuses;
  if (t_.is(next, "(") && t_.group_end(next) >= t_.size()) return true;
  form_ = {Form::Statement, name.first};
  add_values(name, next, std::min(e_.item_end(next, statement_end(next)), t_.size()), true, false);
  return true;
}

/// {"X" "...", "Y" (str "..." "...")}: commas are blanks there.
void PairFinder::see_neighbours(std::uint32_t open) {
  if (!begin_set(open)) return;
  const std::size_t first = pairs_.size();
  const std::uint32_t close = t_.group_end(open);
  for (std::uint32_t item = open + 1; item < close;) {
    const std::uint32_t value = item + 1;
    const bool pair = t_.is_kind(item, Kind::String) && is_token(t_.inside_text(item)) && value < close;
    if (t_.opens(item) && t_[item].mate <= item) break;  // never closed: what follows is its own
    if (!pair) {
      item = t_.opens(item) && t_[item].mate > item ? t_[item].mate + 1 : item + 1;
      continue;
    }
    std::uint32_t end = value + 1;
    if (t_.opens(value) && t_[value].mate > value) end = t_[value].mate + 1;
    form_ = {Form::Entry, item};
    add_values({t_.inside_text(item), t_.inside(item), item, item}, value, std::min(end, close), false, false);
    item = end;
  }
  end_set(first, open);
}

/// Mojolicious: $c->res->headers->content_security_policy("...")
bool PairFinder::see_accessor(std::uint32_t i) {
  if (i == 0 || !t_.is(i - 1, "->") || !t_.is(i + 1, "(") || t_.group_end(i + 1) >= t_.size()) return false;
  std::string dashed(t_.text(i));
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  const std::string_view known = spelling(header_name(dashed));
  if (known.empty()) return false;
  const auto words = chain_before(i + 1);
  if (words.size() < 2 || words[1] != "headers" || refuses_chain(words)) return false;
  add_values({known, {t_[i].start, t_[i].end}, i, i}, i + 2, t_.group_end(i + 1), true, false);
  return true;
}

}  // namespace headstrong::http::code
