// Values that hang on a condition: what production meets is read, what the text does not tell is a gap.
#include <algorithm>
#include <string_view>
#include <utility>

#include "http/code/expressions.hpp"
#include "http/code/words.hpp"

namespace headstrong::http::code {

InProduction Expressions::in_production(std::uint32_t guard) const {
  const InProduction told = guards_.of_guard(guard);
  const bool plain = tokens_.is(guard, "if") || tokens_.is(guard, "unless");
  if (told != InProduction::Unknown || !plain) return told;
  const InProduction held = in_production(guard + 1, guards_.condition_end(guard));
  return tokens_.is(guard, "unless") ? opposite(held) : held;
}

InProduction Expressions::in_production(std::uint32_t first, std::uint32_t stop) const {
  // Behind brackets and negations a variable: what was it set to?
  bool turned = false;
  for (int hops = 0; hops < kDeepest && first < stop; ++hops) {
    const InProduction told = guards_.of_words(first, stop);
    if (told != InProduction::Unknown) return turned ? opposite(told) : told;
    while (stop > first + 1 && tokens_.is(first, "(") && tokens_.group_end(first) == stop - 1) {
      ++first;
      --stop;
    }
    if (tokens_.is(first, "!") || tokens_.is(first, "not")) {
      turned = !turned;
      ++first;
      continue;
    }
    if (stop != first + 1 || !tokens_.is_kind(first, Kind::Word)) break;
    const std::uint32_t held = definition(tokens_.text(first), first);
    if (held >= tokens_.size()) break;
    first = held;
    stop = item_end(held, tokens_.size());
    for (std::uint32_t at = held + 1; at < stop; ++at) {
      if (tokens_[at].begins_line) stop = at;
    }
  }
  return InProduction::Unknown;
}

/// Where `mark` stands in an item, not within its groups; size() where it does not.
std::uint32_t Expressions::find_within(std::string_view mark, std::uint32_t i, std::uint32_t end) const {
  const std::uint32_t stop = item_end(i, end);
  constexpr std::uint32_t kFar = 4096;
  int nested = 0;
  for (std::uint32_t at = i; at < stop && at < i + kFar; ++at) {
    if (nested == 0 && tokens_.is(at, mark)) return at;
    if (mark == ":" && tokens_.is(at, "?")) ++nested;
    if (nested > 0 && tokens_.is(at, ":")) --nested;
    if (!tokens_.opens(at)) continue;
    if (tokens_[at].mate <= at) break;
    at = tokens_[at].mate;
  }
  return tokens_.size();
}

bool Expressions::settle_choice(std::uint32_t& i, std::uint32_t& end) const {
  const std::uint32_t given = find_within("&&", i, end);
  if (given < end) {
    if (in_production(i, given) == InProduction::Yes) i = given + 1;
    return true;
  }
  if (tokens_.language() == Language::Python) return settle_behind(i, end);
  const std::uint32_t mark = find_within("?", i, end);
  const std::uint32_t colon = mark < end ? find_within(":", mark + 1, end) : tokens_.size();
  if (mark >= end || colon >= end) return false;
  const InProduction holds = in_production(i, mark);
  if (holds == InProduction::Yes) {
    i = mark + 1;
    end = colon;
  } else if (holds == InProduction::No) {
    i = colon + 1;
  }
  return true;
}

/// The same of Python's "one if condition else other".
bool Expressions::settle_behind(std::uint32_t& i, std::uint32_t& end) const {
  const std::uint32_t mark = find_within("if", i, end);
  const std::uint32_t other = mark < end ? find_within("else", mark + 1, end) : tokens_.size();
  if (mark >= end || other >= end) return false;
  const InProduction holds = in_production(mark + 1, other);
  if (holds == InProduction::Yes) end = mark;
  if (holds == InProduction::No) i = other + 1;
  return true;
}

/// A list that is there where a condition holds: (isDev ? ["..."] : []), isDev && "...". False where it is no such.
bool Expressions::given_items(std::uint32_t i, std::uint32_t end, std::vector<Value>& out) {
  std::uint32_t first = i;
  std::uint32_t stop = end;
  if (tokens_.is(first, "(") && tokens_.group_end(first) + 1 == stop) {
    ++first;
    --stop;
  }
  const Span whole{tokens_[i].start, tokens_[end - 1].end};
  const std::uint32_t given = find_within("&&", first, stop);
  if (given < stop && in_production(first, given) == InProduction::No) return true;
  const std::uint32_t before = first;
  const std::uint32_t till = stop;
  if (!settle_choice(first, stop)) return false;
  std::uint32_t at = first;
  const bool settled = first != before || stop != till;
  if (settled && list(at, stop, out)) return true;
  Value one;
  at = first;
  if (!settled || !value(at, stop, one)) add_gap(whole, one);
  if (!one.text.empty() && !is_nothing(first, stop)) out.push_back(std::move(one));
  return true;
}

/// null, undefined, '' and their like: where something is left out.
bool Expressions::is_nothing(std::uint32_t first, std::uint32_t stop) const {
  return stop == first + 1 && (is_one_of(tokens_.text(first), {"null", "undefined", "None", "nil", "false", "False"}) ||
                               (tokens_.is_kind(first, Kind::String) && tokens_.inside_text(first).empty()));
}

/// "condition ? '...' : '...'": the one of production; else a gap.
bool Expressions::choice(std::uint32_t start, std::uint32_t& i, std::uint32_t end, Value& out) {
  // Ruby's "production? ? ... : ..."
  if (tokens_.language() == Language::Ruby && tokens_.is(i + 1, "?")) ++i;
  const std::uint32_t mark = i;
  const std::uint32_t colon = find_within(":", mark + 1, end);
  if (colon >= end) return false;
  std::uint32_t stop = item_end(colon + 1, end);
  // Without brackets around, the statement ends with its line.
  for (std::uint32_t at = colon + 2; at < stop && tokens_.parent(start) >= tokens_.size(); ++at) {
    if (tokens_[at].begins_line) stop = at;
  }
  if (!spend(stop - mark)) return false;
  const InProduction holds = in_production(start, mark);
  const std::uint32_t from = holds == InProduction::Yes ? mark + 1 : colon + 1;
  const std::uint32_t to = holds == InProduction::Yes ? colon : stop;
  Value chosen;
  std::uint32_t at = from;
  chosen.first_literal = chosen.last_literal = from;
  if (holds == InProduction::Unknown) {
    add_gap({tokens_[start].start, tokens_[stop - 1].end}, chosen);
  } else if (is_nothing(from, to)) {
    chosen.literals = 1;
  } else if (!value(at, to, chosen)) {
    return false;
  } else {
    chosen.gaps.push_back({tokens_[start].start, tokens_[mark].end});
  }
  out = std::move(chosen);
  // Of the second of the two the rest is a part: it may go on with what joins it to more.
  i = holds == InProduction::No && at < stop ? at : stop;
  return true;
}

/// Python's "'...' if condition else '...'".
bool Expressions::condition_behind(std::uint32_t start, std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t other = find_within("else", i + 1, end);
  if (other >= end) return false;
  const InProduction holds = in_production(i + 1, other);
  const Span condition{tokens_[i].start, tokens_[other].end};
  std::uint32_t at = other + 1;
  Value rest;
  if (!value(at, end, rest)) return false;
  if (holds == InProduction::No) out = std::move(rest);
  if (holds == InProduction::Unknown) {
    Value unknown;
    add_gap({tokens_[start].start, tokens_[at - 1].end}, unknown);
    out = std::move(unknown);
  } else {
    out.gaps.push_back(condition);
  }
  i = at;
  return true;
}

/// One branch of an "if" that is a value: in braces, behind "do:" or "else:", or as it is.
bool Expressions::branch(std::uint32_t& i, std::uint32_t end, Value& out) {
  if (tokens_.is(i, ",")) ++i;
  if (tokens_.is(i, "do") || tokens_.is(i, "else") || tokens_.is(i, "then")) ++i;
  if (tokens_.is(i, ":")) ++i;
  if (tokens_.is(i, "{")) {
    const std::uint32_t close = tokens_.group_end(i);
    std::uint32_t inner = i + 1;
    if (close >= end) return false;
    i = close + 1;
    return value(inner, close, out) && inner == close;
  }
  return value(i, end, out);
}

/// if (condition) "..." else "...": of Kotlin, Scala, Rust, Swift and Elixir.
bool Expressions::branches(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t start = i;
  std::uint32_t at = guards_.condition_end(start);
  // Elixir's condition ends with a comma.
  if (tokens_.language() == Language::Elixir) at = find_within("do", start + 1, end) < end ? at : item_end(start, end);
  const std::uint32_t condition = item_end(start + 1, std::min(at, end));
  const InProduction holds = in_production(start + 1, condition);
  at = condition;
  Value first;
  Value second;
  const bool one = branch(at, end, first);
  if (tokens_.is(at, ",")) ++at;
  const bool two = tokens_.is(at, "else") && branch(at, end, second);
  if (!one || !two || at <= start) return false;
  if (holds == InProduction::Unknown) {
    add_gap({tokens_[start].start, tokens_[at - 1].end}, out);
  } else {
    out.add(holds == InProduction::Yes ? first : second);
    out.gaps.push_back({tokens_[start].start, tokens_[condition - 1].end});
  }
  i = at;
  return true;
}

}  // namespace headstrong::http::code
