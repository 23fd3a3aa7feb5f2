// Lists, and the groups that variables hold.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/expressions.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"

namespace headstrong::http::code {

bool Expressions::join(const Value& separator, std::uint32_t& i, std::uint32_t end, Value& out) {
  // " ".join(text.split())
  std::uint32_t each_start = i;
  if (separator.text == " " && (tokens_.is_kind(i, Kind::Word) || tokens_.is_kind(i, Kind::String))) {
    Value whole;
    if (value(each_start, end, whole) && whole.literals > 0) {
      out.add(whole);
      i = each_start;
      return true;
    }
  }
  std::vector<Value> items;
  if (!list(i, end, items) || items.empty()) return false;
  bool first = true;
  for (const Value& item : items) {
    if (!first) out.add_escape(separator.text, out.before(item.first_source()));
    first = false;
    out.add(item);
  }
  return true;
}

/// The last word of "a.b.c".
std::uint32_t Expressions::dotted_end(std::uint32_t i) const {
  while (tokens_.is(i + 1, ".") && tokens_.is_kind(i + 2, Kind::Word)) i += 2;
  return i;
}

/// The group that a call or a type before it makes something of: array(...), dict(...), Object.freeze({...}),
/// map[string]string{...}. size() where there is none.
std::uint32_t Expressions::made_group(std::uint32_t open, char bracket) const {
  if (tokens_.text(open)[0] == bracket) return open;
  if (tokens_.opens(open + 1)) return open + 1;
  const std::uint32_t close = tokens_.group_end(open);
  const bool typed = close < tokens_.size() && tokens_.is_kind(close + 1, Kind::Word) && tokens_.opens(close + 2);
  return typed ? close + 2 : tokens_.size();
}

std::uint32_t Expressions::group(std::uint32_t i, char bracket) {
  for (int hops = 0; hops < kDeepest && i < tokens_.size(); ++hops) {
    if (tokens_.opens(i) && tokens_.text(i)[0] == bracket) return i;
    if (tokens_.is(i, "%") || tokens_.is(i, "&") || tokens_.is(i, "new")) {  // Elixir's %{
      ++i;
      continue;
    }
    if (!tokens_.is_kind(i, Kind::Word)) return tokens_.size();
    const std::uint32_t last = dotted_end(i);
    const std::uint32_t next =
        tokens_.opens(last + 1) ? made_group(last + 1, bracket) : definition(tokens_.text(last), i);
    if (next == i) return tokens_.size();
    i = next;
  }
  return tokens_.size();
}

/// The words of a literal that is a list of them, as Ruby's %w[...].
void Expressions::add_words(std::uint32_t i, std::vector<Value>& out) const {
  const Span inside = tokens_.inside(i);
  const std::string_view words = source_.bytes();
  for (std::uint32_t at = inside.start; at < inside.end;) {
    if (is_blank(words[at])) {
      ++at;
      continue;
    }
    std::uint32_t stop = at;
    Value word;
    word.literals = 1;
    // Ruby's %w[default-src\ 'self']: an escaped blank belongs to the word.
    const auto escapes = [&] { return words[stop] == '\\' && stop + 1 < inside.end && is_blank(words[stop + 1]); };
    for (; stop < inside.end && !is_blank(words[stop]); ++stop) {
      if (!escapes()) continue;
      word.add_run(words.substr(at, stop - at), at);
      at = ++stop;
    }
    word.add_run(words.substr(at, stop - at), at);
    out.push_back(std::move(word));
    at = stop;
  }
}

/// Where the elements of the list at `i` stand: behind the bracket that it begins with, behind a type, behind what
/// makes a list; size() where it is none of them.
std::uint32_t Expressions::list_bracket(std::uint32_t i, std::uint32_t end) const {
  const auto is_type = [&](std::uint32_t open) { return tokens_.is(open, "[") && tokens_[open].mate == open + 1; };
  if (tokens_.opens(i)) {
    // []string{...}
    if (is_type(i) && tokens_.is_kind(i + 2, Kind::Word) && tokens_.is(i + 3, "{")) return i + 3;
    return is_type(i) && tokens_.is(i + 2, "{") ? i + 2 : i;
  }
  if (!tokens_.is_kind(i, Kind::Word)) return tokens_.size();
  const std::uint32_t last = qualified_end(i, end);
  std::uint32_t open = last + (tokens_.is(last + 1, "!") ? 2 : 1);
  // List<string> {...}, ArrayList<>(...)
  if (tokens_.is(open, "<")) {
    open += tokens_.is(open + 1, ">") ? 2 : tokens_.is(open + 2, ">") ? 3 : 0;
    if (tokens_.is(open, "(") && tokens_[open].mate == open + 1 && tokens_.is(open + 2, "{")) open += 2;
  }
  const bool makes = is_one_of(plain_name(tokens_.text(last)),
                               {"array", "of", "listof", "setof", "aslist", "vec", "list", "tuple", "set", "string",
                                "arrayof", "mutablelistof", "seq", "frozenset", "sequenceof", "arraylist"});
  if (!makes || !tokens_.opens(open)) return tokens_.size();
  return is_type(open) && tokens_.is(open + 2, "{") ? open + 2 : open;
}

/// The last word of "a.b::c" before `end`.
std::uint32_t Expressions::qualified_end(std::uint32_t i, std::uint32_t end) const {
  while (i + 2 < end && (tokens_.is(i + 1, ".") || tokens_.is(i + 1, "::")) && tokens_.is_kind(i + 2, Kind::Word))
    i += 2;
  return i;
}

/// The elements of a list that a variable holds.
bool Expressions::listed_variable(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out) {
  if (!tokens_.is_kind(i, Kind::Word)) return false;
  const std::uint32_t last = qualified_end(i, end);
  const std::uint32_t behind = last + (tokens_.is(last + 1, "!") ? 2 : 1);
  if (behind < end && tokens_.opens(behind)) return false;
  std::uint32_t start = definition(tokens_.text(last), i);
  if (start >= tokens_.size()) return false;
  const std::uint32_t defined = start;
  const bool known = list(start, tokens_.size(), out) && !is_joiner(start);
  if (known) add_appended(tokens_.text(last), defined, i, out);
  i = last + 1;
  return known;
}

/// What is added to a list further down, up to `at`: policy.append("..."), policy.push("..."), $policy[] = "...". What
/// stands in another block than the list may be left out of it.
void Expressions::add_appended(std::string_view name, std::uint32_t defined, std::uint32_t at,
                               std::vector<Value>& out) {
  const auto found = definitions_.find(bare_name(name));
  if (found == definitions_.end()) return;
  const std::vector<Definition>& all = found->second;
  auto each = std::partition_point(all.begin(), all.end(), [&](const Definition& one) { return one.value <= defined; });
  if (each == all.begin()) return;
  const std::uint32_t list = (each - 1)->name;
  for (; each != all.end() && each->value < at && each->adds; ++each) {
    const InProduction given = given_at(*each, at);
    if (given == InProduction::No) continue;
    const bool sure = given == InProduction::Yes && each->guard < tokens_.size();
    const std::uint32_t first = each->value;
    std::uint32_t item = first;
    Value value;
    constexpr std::uint32_t kFar = 256;
    const std::uint32_t stop = item_end(first, std::min(tokens_.size(), first + kFar));
    const Span whole{tokens_[first].start, tokens_[stop > first ? stop - 1 : first].end};
    // A list that is asked for on every line grows with each.
    constexpr std::size_t kItemCosts = 32;
    if (!spend(kItemCosts)) {
      add_gap(whole, value);
      out.push_back(std::move(value));
      return;
    }
    if (!this->value(item, stop, value)) {
      value = {};
      add_gap(whole, value);
    } else if (!sure && may_be_skipped(each->name, list)) {
      value.gaps.push_back(whole);
    }
    out.push_back(std::move(value));
  }
}

/// Whether what stands at `i` is in another block than what stands at `than`, so that it may not be done.
bool Expressions::may_be_skipped(std::uint32_t i, std::uint32_t than) const {
  // array_push($policy, ...) names it within brackets; the call is where it is done.
  if (i > 1 && tokens_.is(i - 2, "array_push")) i -= 2;
  if (column_of(i) != column_of(than) || tokens_.parent(i) != tokens_.parent(than)) return true;
  // if (dev) csp += "..."
  constexpr int kFar = 40;
  for (int steps = 0; steps < kFar && i > 0 && !tokens_[i].begins_line; ++steps) {
    if (is_guard(tokens_.text(--i))) return true;
  }
  return false;
}

std::size_t Expressions::column_of(std::uint32_t i) const {
  constexpr std::size_t kFar = 200;
  for (std::size_t steps = 0; steps < kFar && i > 0 && !tokens_[i].begins_line; ++steps) --i;
  const std::string_view s = tokens_.source();
  std::size_t start = tokens_[i].start;
  std::size_t column = 0;
  while (start > 0 && s[start - 1] != '\n' && column < kFar) {
    --start;
    ++column;
  }
  return column;
}

void Expressions::add_items(std::uint32_t open, std::vector<Value>& out) {
  const std::uint32_t close = tokens_.group_end(open);
  for (std::uint32_t item = open + 1; item < close;) {
    const std::uint32_t item_stop = item_end(item, close);
    if (item < item_stop) add_item(item, item_stop, out);
    item = item_stop + 1;
  }
}

/// One element: a text, a list that is spread into this one, or a gap.
void Expressions::add_item(std::uint32_t item, std::uint32_t stop, std::vector<Value>& out) {
  // PHP's "0 => 'x'"
  std::uint32_t at = tokens_.is_kind(item, Kind::Number) && tokens_.is(item + 1, "=>") ? item + 2 : item;
  const bool spread = tokens_.is(at, "...") || tokens_.is(at, "*");
  if (given_items(spread ? at + 1 : at, stop, out)) return;
  if (spread && list(at, stop, out)) return;
  Value each;
  if (!value(at, stop, each)) {
    each = {};
    add_gap({tokens_[item].start, tokens_[stop - 1].end}, each);
  } else if (at < stop) {
    each.gaps.push_back({tokens_[at].start, tokens_[stop - 1].end});
  }
  out.push_back(std::move(each));
}

/// "[...] + others": of a list that the text does not hold a gap.
bool Expressions::more_items(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out) {
  if (!tokens_.is(i, "+") || i + 1 >= end) return true;
  std::uint32_t at = ++i;
  if (tokens_.is(at, "(") && tokens_.group_end(at) < end && given_items(at, tokens_.group_end(at) + 1, out)) {
    i = tokens_.group_end(at) + 1;
    return true;
  }
  if (list(i, end, out)) return true;
  // Up to the end of the statement, which a line ends outside of brackets.
  std::uint32_t stop = at + 1;
  const std::uint32_t most = item_end(at, end);
  while (stop < most && spend(1) && (!tokens_[stop].begins_line || tokens_.parent(at) < tokens_.size())) ++stop;
  Value rest;
  add_gap({tokens_[at].start, tokens_[stop - 1].end}, rest);
  out.push_back(std::move(rest));
  i = stop;
  return true;
}

bool Expressions::list(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out) {
  if (depth_ >= kDeepest || !spend(1) || i >= end) return false;
  while (i < end && (tokens_.is(i, "new") || tokens_.is(i, "&") || tokens_.is(i, "*") || tokens_.is(i, "..."))) ++i;
  ++depth_;
  bool known = false;
  const std::uint32_t open = list_bracket(i, end);
  if (tokens_.is_kind(i, Kind::Words)) {
    known = true;
    add_words(i++, out);
  } else if (open == tokens_.size()) {
    known = listed_variable(i, end, out);
  } else if (tokens_.group_end(open) < tokens_.size()) {
    known = true;
    add_items(open, out);
    i = tokens_.group_end(open) + 1;
  }
  if (known) known = more_items(i, end, out);
  --depth_;
  return known;
}

}  // namespace headstrong::http::code
