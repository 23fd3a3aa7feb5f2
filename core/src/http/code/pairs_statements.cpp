// How a pair could be written: its statement, its expression and the literals of it.
#include "http/code/pair_finder.hpp"

namespace headstrong::http::code {

void PairFinder::find_statement(Pair& pair, std::uint32_t i, std::uint32_t end) const {
  if (form_.kind == Form::None || i >= t_.size()) return;
  std::uint32_t last = i;  // of the expression
  std::uint32_t first = form_.token;
  std::uint32_t stop = 0;  // of the statement
  if (form_.kind == Form::Statement) {
    if (value_end_ <= i) return;
    last = value_end_ - 1;
    first = chain_start(form_.token);
    stop = last + (t_.is(last + 1, ";") ? 1 : 0);
    // headers['x'] = [{ key: 'X', value: '...' }]: the statement goes on behind the value.
    if (t_.parent(last) != t_.parent(first)) return;
  } else if (form_.kind == Form::Call) {
    last = end - 1;
    first = chain_start(form_.token);
    stop = t_.group_end(form_.token);
    if (stop >= t_.size()) return;
    if (!t_.is(first, ".") && !t_.is(first, "->") && !t_.is(first, "|>") && t_.is(stop + 1, ";")) ++stop;
  } else {
    last = end - 1;
    if (form_.kind == Form::Group) {
      stop = t_.group_end(form_.token);
    } else {
      stop = last;
    }
    if (stop >= t_.size()) return;
    pair.entry = true;
    if (t_.is(stop + 1, ",")) ++stop;
  }
  if (last < i || stop < last || t_[stop].end <= t_[first].start || t_[last].end <= t_[i].start) return;
  // On a line with others it stands behind what ends one.
  const bool begins =
      first == 0 || t_[first].begins_line || t_.is(first - 1, "{") || t_.is(first - 1, ";") || t_.is(first - 1, "}");
  if (!pair.entry && !begins) return;
  pair.statement = {t_[first].start, t_[stop].end};
  const bool inner = inner_last_ > 0 && inner_last_ >= inner_first_ && inner_first_ > i && inner_last_ <= last;
  const std::uint32_t from = inner ? inner_first_ : i;
  const std::uint32_t to = inner ? inner_last_ : last;
  pair.expression = {t_[from].start, t_[to].end};
  find_literal(pair, from, to);
  find_guards(pair, first, stop);
  // Rust's types: a literal can't stand in a constant's place, nor without what makes a value of it.
  if (t_.language() == Language::Rust) {
    const char before = pair.name_span.start > 0 ? t_.source()[pair.name_span.start - 1] : ' ';
    const bool inside =
        pair.literal.start >= pair.expression.start && pair.literal.end <= pair.expression.end && !pair.literal.empty();
    pair.is_model = before == '"' && inside && pair.value.first_literal == pair.value.last_literal;
  }
  // .add(("X", "...")): the call takes one.
  if (form_.kind == Form::Group && form_.token > 0 && t_.is(form_.token - 1, "(") &&
      !chain_before(form_.token - 1).empty()) {
    pair.is_model = false;
  }
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
