// The values that a header gets.
#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/code/pair_finder.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

void PairFinder::add_values(const Name& name, std::uint32_t i, std::uint32_t end, bool certain, bool adds) {
  if (end == t_.size() && i < t_.size()) end = statement_end(i);
  value_end_ = inner_first_ = inner_last_ = 0;
  // No response has so many.
  constexpr std::size_t kMostPairs = 50000;
  if (pairs_.size() >= kMostPairs) return;
  std::vector<Value> values = values_at(i, end);
  bool more = adds;
  for (Value& value : values) {
    // A gap alone says nothing, unless a setter or its name says that there is a header.
    const bool named = certain || (form_.kind != Form::None && is_telling(name.text));
    if (value.literals == 0 && (!named || value.gaps.empty())) continue;
    // A list of names, not of names and values; "Connection: keep-alive" and "Vary: Origin" are no such.
    const bool names = text::iequals(name.text, "connection") || text::iequals(name.text, "vary") ||
                       text::istarts_with(name.text, "access-control-");
    if (value.literals > 0 && !names && header_name(value.text) != HeaderName::Unknown) continue;
    Pair pair;
    pair.name = name.text;
    pair.name_span = name.span;
    pair.value = std::move(value);
    pair.token = name.first;
    pair.certain = certain;
    pair.adds = more;
    more = true;
    find_place(pair, name.first);
    if (values.size() == 1) find_statement(pair, i, end);
    // Literals of the languages that share a writer with Pascal are others than its own.
    if (pair.value.spelling == quote::Spelling::YamlSingle) pair.is_model = false;
    pairs_.push_back(std::move(pair));
  }
  form_ = {};
}

/// The texts of a dumped array, which has no arrays within.
std::vector<Value> PairFinder::texts_in(std::uint32_t open) {
  std::vector<Value> out;
  constexpr std::uint32_t kFar = 512;
  const std::uint32_t close = t_.group_end(open);
  for (std::uint32_t at = open + 1; at < close && at < open + kFar; ++at) {
    // The key of an entry: the array was never closed.
    if (t_.is_kind(at, Kind::String) && t_.is(at + 1, "=>")) break;
    Value each;
    if (t_.is_kind(at, Kind::String) && e_.value(at, close, each)) out.push_back(std::move(each));
  }
  return out;
}

/// The bracket of a dumped array: Symfony's array:1 [ 0 => "DENY" ], var_dump's array(1) { [0]=> string(4) "DENY" };
/// size() where none begins at `i`.
std::uint32_t PairFinder::dumped_array(std::uint32_t i) const {
  if (!t_.is(i, "array") || !t_.is_kind(i + 2, Kind::Number)) return t_.size();
  if (t_.is(i + 1, ":") && t_.is(i + 3, "[")) return i + 3;
  return t_.is(i + 1, "(") && t_.is(i + 4, "{") ? i + 4 : t_.size();
}

/// The values that a header gets: a text, a list of several, { value: '...' }.
std::vector<Value> PairFinder::values_at(std::uint32_t i, std::uint32_t end) {
  // Lua's nil takes a header away.
  if (i >= end || (t_.language() == Language::Lua && t_.is(i, "nil"))) return {};
  const std::uint32_t dumped = dumped_array(i);
  if (dumped < t_.size()) return texts_in(dumped);
  // PHP's var_dump: string(4) "DENY"
  if (t_.is(i, "string") && t_.is(i + 1, "(") && t_.is_kind(i + 4, Kind::String)) i += 4;
  if (t_.is(i, "{")) return values_of_record(i, t_.group_end(i) + 1);
  std::uint32_t at = i;
  Value one;
  const bool lists = t_.is(i, "[") || t_.is_kind(i, Kind::Words);
  const bool known = e_.value(at, end, one) && (one.literals > 0 || !lists);
  if (known) value_end_ = at;
  const bool whole_gap = one.literals == 0 && !one.gaps.empty();
  std::vector<Value> several;
  if (known && !whole_gap) {
    several.push_back(std::move(one));
    return several;
  }
  if (t_.is(i, "[") && t_.is(i + 1, "{")) return values_of_records(i);
  at = i;
  if (!e_.list(at, end, several)) several.clear();
  std::erase_if(several, [](const Value& each) { return each.literals == 0; });
  if (several.empty() && whole_gap) several.push_back(std::move(one));
  return several;
}

/// { value: '...' }, which ends before the token `behind` with what is around it.
std::vector<Value> PairFinder::values_of_record(std::uint32_t open, std::uint32_t behind) {
  const std::uint32_t value = member(open, true);
  if (value >= t_.size()) return {};
  const std::uint32_t end = e_.item_end(value, t_.group_end(open));
  std::vector<Value> out = values_at(value, end);
  inner_first_ = value;
  inner_last_ = end - 1;
  value_end_ = behind;
  return out;
}

/// [{ key: 'X', value: '...' }, ...]; of one alone it is known how it is written.
std::vector<Value> PairFinder::values_of_records(std::uint32_t open) {
  std::vector<Value> out;
  const std::uint32_t close = t_.group_end(open);
  for (std::uint32_t item = open + 1; item < close; item = e_.item_end(item, close) + 1) {
    if (!t_.is(item, "{")) continue;
    const bool alone = item == open + 1 && e_.item_end(item, close) >= close;
    std::vector<Value> own;
    if (alone) {
      own = values_of_record(item, close + 1);
    } else if (const std::uint32_t value = member(item, true); value < t_.size()) {
      own = values_at(value, e_.item_end(value, t_.group_end(item)));
    }
    std::move(own.begin(), own.end(), std::back_inserter(out));
  }
  return out;
}

/// Where the value of the member for the value (or the name) of a record begins.
std::uint32_t PairFinder::member(std::uint32_t open, bool value) const {
  const std::uint32_t close = t_.group_end(open);
  for (std::uint32_t item = open + 1; item < close; item = t_.opens(item) ? t_.group_end(item) + 1 : item + 1) {
    // In Bicep the members are parted by lines alone.
    const bool begins = item == open + 1 || t_.is(item - 1, ",") || t_.is(item - 1, ";") || t_[item].begins_line;
    const bool separated = t_.is(item + 1, ":") || t_.is(item + 1, "=") || t_.is(item + 1, "=>");
    if (!begins || !separated) continue;
    const std::string_view key = t_.is_kind(item, Kind::String) ? t_.inside_text(item) : t_.text(item);
    if (value ? is_key_of_value(key) : is_key_of_name(item)) return item + 2;
  }
  return t_.size();
}

}  // namespace headstrong::http::code
