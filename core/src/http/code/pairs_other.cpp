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

bool PairFinder::see_neighbour(const Name& name) {
  std::uint32_t next = name.last + 1;
  // (assoc-in response [:headers "X"] "...")
  const bool path = name.first >= 2 && t_.is(name.first - 1, "headers") && t_.is(next, "]");
  if (path) ++next;
  // R's headers[["X"]] <- "..."
  const bool index = name.first >= 2 && t_.is(name.first - 1, "[") && t_.is(next, "]") &&
                     t_.is(t_.is(next + 1, "]") ? next + 2 : next + 1, "<");
  if (index) {
    const std::uint32_t open = t_.is(name.first - 2, "[") ? name.first - 2 : name.first - 1;
    const std::uint32_t arrow = t_.is(next + 1, "]") ? next + 2 : next + 1;
    const auto words = chain_before(open);
    if (!t_.is(arrow + 1, "-") || words.empty() || refuses_chain(words)) return true;
    form_ = {Form::Statement, open};
    add_values(name, arrow + 2, t_.size(), true, false);
    return true;
  }
  const bool value = t_.is_kind(next, Kind::String) || t_.is(next, "(") || (path && t_.is_kind(next, Kind::Word));
  if (!value || t_.is(next, ",")) return false;
  const std::uint32_t around = t_.parent(name.first);
  const bool in_map = around < t_.size() && t_.is(around, "{");
  if (in_map && !path) {
    see_neighbours(around);
    return true;
  }
  // The words before it say that it sets a header.
  constexpr int kFar = 8;
  bool sets = path;
  std::uint32_t first = path ? t_.parent(name.first) : name.first;
  for (int step = 0; step < kFar && first > 0 && !t_[first].begins_line && !t_.is(first - 1, "("); ++step) {
    --first;
    if (!t_.is_kind(first, Kind::Word)) continue;
    const std::string word = plain_name(t_.text(first));
    if (is_request_word(word) || is_test_word(word)) return true;
    sets = sets || is_setter(word) || word.find("header") != word.npos || word == "assoc";
  }
  if (!sets) return false;
  const std::uint32_t end = e_.item_end(next, statement_end(next));
  if (!t_.is_kind(next, Kind::String) && t_.is(next, "(") && t_.group_end(next) >= t_.size()) return true;
  form_ = {Form::Statement, name.first};
  add_values(name, next, std::min(end, t_.size()), true, false);
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
    if (!pair) {
      item = t_.opens(item) && t_[item].mate > item ? t_[item].mate + 1 : item + 1;
      continue;
    }
    std::uint32_t end = value + 1;
    if (t_.opens(value) && t_[value].mate > value) end = t_[value].mate + 1;
    form_ = {Form::Entry, item};
    const std::size_t before = pairs_.size();
    add_values({t_.inside_text(item), t_.inside(item), item, item}, value, std::min(end, close), false, false);
    // A new entry is written as the others are, and needs no comma.
    for (std::size_t i = before; i < pairs_.size(); ++i) pairs_[i].is_model = false;
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
