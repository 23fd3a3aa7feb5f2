// The values that a header gets.
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

/// The values that a header gets: a text, a list of several, { value: '...' }.
std::vector<Value> PairFinder::values_at(std::uint32_t i, std::uint32_t end) {
  std::vector<Value> out;
  if (i >= end) return out;
  // Lua's nil takes a header away.
  if (t_.language() == Language::Lua && t_.is(i, "nil")) return out;
  // Symfony's dump(): array:1 [ 0 => "DENY" ]
  if (t_.is(i, "array") && t_.is(i + 1, ":") && t_.is_kind(i + 2, Kind::Number) && t_.is(i + 3, "["))
    return texts_in(i + 3);
  // PHP's var_dump: string(4) "DENY", array(1) { [0]=> string(4) "DENY" }
  if (t_.is(i, "string") && t_.is(i + 1, "(") && t_.is_kind(i + 4, Kind::String)) i += 4;
  if (t_.is(i, "array") && t_.is(i + 1, "(") && t_.is_kind(i + 2, Kind::Number) && t_.is(i + 4, "{"))
    return texts_in(i + 4);
  if (t_.is(i, "{")) {
    const std::uint32_t value = member(i, true);
    if (value >= t_.size()) return out;
    out = values_at(value, e_.item_end(value, t_.group_end(i)));
    inner_first_ = value;
    inner_last_ = e_.item_end(value, t_.group_end(i)) - 1;
    value_end_ = t_.group_end(i) + 1;
    return out;
  }
  std::uint32_t at = i;
  Value one;
  const bool lists = t_.is(i, "[") || t_.is_kind(i, Kind::Words);
  if (e_.value(at, end, one) && (one.literals > 0 || !lists)) {
    value_end_ = at;
    const bool whole_gap = one.literals == 0 && !one.gaps.empty();
    if (!whole_gap) {
      out.push_back(std::move(one));
      return out;
    }
  }
  at = i;
  if (t_.is(i, "[") && t_.is(i + 1, "{")) {
    for (std::uint32_t item = i + 1; item < t_.group_end(i); item = e_.item_end(item, t_.group_end(i)) + 1) {
      if (!t_.is(item, "{")) continue;
      const std::uint32_t value = member(item, true);
      if (value < t_.size()) {
        for (Value& each : values_at(value, e_.item_end(value, t_.group_end(item)))) out.push_back(std::move(each));
      }
      if (item == i + 1 && e_.item_end(item, t_.group_end(i)) >= t_.group_end(i) && value < t_.size()) {
        // [{ key: 'X', value: '...' }]: the one that it holds
        inner_first_ = value;
        inner_last_ = e_.item_end(value, t_.group_end(item)) - 1;
        value_end_ = t_.group_end(i) + 1;
      }
    }
    return out;
  }
  std::vector<Value> several;
  if (e_.list(at, end, several)) {
    for (Value& each : several) {
      if (each.literals > 0) out.push_back(std::move(each));
    }
  }
  if (out.empty() && one.literals == 0 && !one.gaps.empty()) out.push_back(std::move(one));
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
