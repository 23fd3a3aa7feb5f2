// How a pair could be written: its statement, its expression and the literals of it.
#include <optional>

#include "http/code/pair_finder.hpp"
#include "http/code/words.hpp"

namespace headstrong::http::code {

/// Where the statement of a pair stands whose value is tokens [i, end); none where it has none of its own.
std::optional<PairFinder::Extent> PairFinder::extent_of(std::uint32_t i, std::uint32_t end) const {
  Extent extent{form_.token, end - 1, 0};
  switch (form_.kind) {
    case Form::None: return std::nullopt;
    case Form::Statement:
      if (value_end_ <= i) return std::nullopt;
      extent.value_last = value_end_ - 1;
      extent.first = chain_start(form_.token);
      extent.stop = extent.value_last + (t_.is(value_end_, ";") ? 1 : 0);
      // headers['x'] = [{ key: 'X', value: '...' }]: the statement goes on behind the value.
      if (t_.parent(extent.value_last) != t_.parent(extent.first)) return std::nullopt;
      break;
    case Form::Call:
      extent.first = chain_start(form_.token);
      extent.stop = t_.group_end(form_.token);
      if (extent.stop >= t_.size()) return std::nullopt;
      // A link of a chain is no statement by itself.
      if (!is_one_of(t_.text(extent.first), {".", "->", "|>"}) && t_.is(extent.stop + 1, ";")) ++extent.stop;
      break;
    case Form::Entry:
    case Form::Group:
      extent.stop = form_.kind == Form::Group ? t_.group_end(form_.token) : end - 1;
      if (extent.stop >= t_.size()) return std::nullopt;
      if (t_.is(extent.stop + 1, ",")) ++extent.stop;
      break;
  }
  const auto [first, last, stop] = extent;
  if (last < i || stop < last || t_[stop].end <= t_[first].start || t_[last].end <= t_[i].start) return std::nullopt;
  return extent;
}

/// Whether nothing stands before it on its line that is no statement's end.
bool PairFinder::begins_statement(std::uint32_t i) const {
  return i == 0 || t_[i].begins_line || t_.is(i - 1, "{") || t_.is(i - 1, ";") || t_.is(i - 1, "}");
}

void PairFinder::find_statement(Pair& pair, std::uint32_t i, std::uint32_t end) const {
  if (i >= t_.size()) return;
  const std::optional<Extent> extent = extent_of(i, end);
  if (!extent) return;
  pair.entry = form_.kind == Form::Entry || form_.kind == Form::Group;
  if (!pair.entry && !begins_statement(extent->first)) return;
  pair.statement = {t_[extent->first].start, t_[extent->stop].end};
  const bool inner =
      inner_last_ > 0 && inner_last_ >= inner_first_ && inner_first_ > i && inner_last_ <= extent->value_last;
  const std::uint32_t from = inner ? inner_first_ : i;
  const std::uint32_t to = inner ? inner_last_ : extent->value_last;
  pair.expression = {t_[from].start, t_[to].end};
  find_literal(pair, from, to);
  find_guards(pair, extent->first, extent->stop);
  pair.is_model = can_be_copied(pair);
}

/// Whether further statements can be made as that of the pair is.
bool PairFinder::can_be_copied(const Pair& pair) const {
  // .add(("X", "...")): the call takes one.
  if (form_.kind == Form::Group && form_.token > 0 && t_.is(form_.token - 1, "(") &&
      !chain_before(form_.token - 1).empty()) {
    return false;
  }
  if (t_.language() != Language::Rust) return true;
  // Rust's types: a literal can't stand in a constant's place, nor without what makes a value of it.
  const char before = pair.name_span.start > 0 ? t_.source()[pair.name_span.start - 1] : ' ';
  const bool inside =
      pair.literal.start >= pair.expression.start && pair.literal.end <= pair.expression.end && !pair.literal.empty();
  return before == '"' && inside && pair.value.first_literal == pair.value.last_literal;
}

/// The literals of the value, where nothing but them and what joins them stands between.
void PairFinder::find_literal(Pair& pair, std::uint32_t first, std::uint32_t last) const {
  const Value& value = pair.value;
  if (value.literals == 0 || !value.gaps.empty() || value.from_map) return;
  bool plain = true;
  for (std::uint32_t i = value.first_literal; i <= value.last_literal && plain; ++i) {
    plain = t_.is_kind(i, Kind::String) || t_.is(i, "+") || t_.is(i, ".") || t_.is(i, "<>") || t_.is(i, ",");
  }
  if (!plain) {
    pair.literal = whole_expression(first, last);
    return;
  }
  // A here document stands below what begins it.
  const Span literal{t_[value.first_literal].start, t_[value.last_literal].end};
  if (t_[value.first_literal].open == 0 || t_[value.last_literal].close == 0 || literal.end <= literal.start) return;
  pair.literal = literal;
}

/// The expression that a value comes from: where it stands, or where the one variable is set that stands
/// there. Empty where more is added to it on other lines.
Span PairFinder::whole_expression(std::uint32_t first, std::uint32_t last) const {
  for (int hops = 0; hops < 8; ++hops) {
    if (last != first || !t_.is_kind(first, Kind::Word)) return {t_[first].start, t_[last].end};
    const std::uint32_t start = e_.definition(t_.text(first), first);
    if (start >= first || e_.is_added_to(t_.text(first), start, first)) return {};
    Value value;
    std::uint32_t end = start;
    if (!e_.value(end, t_.size(), value) || end <= start || end > first) return {};
    first = start;
    last = end - 1;
  }
  return {};
}

}  // namespace headstrong::http::code
