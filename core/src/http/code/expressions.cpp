#include "http/code/expressions.hpp"

#include <string>

#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

Expressions::Expressions(text::Source& source, const Tokens& tokens)
    : source_(source), tokens_(tokens), guards_(tokens), left_(8 * source.bytes().size() + 65536) {
  find_definitions();
}

bool Expressions::spend(std::size_t bytes) {
  if (left_ < bytes) return false;
  left_ -= bytes;
  return true;
}

std::uint32_t Expressions::item_end(std::uint32_t i, std::uint32_t end) const {
  while (i < end) {
    if (tokens_.is(i, ",") || tokens_.is(i, ";")) return i;
    if (tokens_.opens(i)) {
      if (tokens_[i].mate == i) return end;
      i = tokens_[i].mate + 1;
      continue;
    }
    if (tokens_.is(i, ")") || tokens_.is(i, "]") || tokens_.is(i, "}")) return i;
    ++i;
  }
  return std::min(i, end);
}

/// How many tokens join what stands before them to what follows; 0 where they don't.
std::uint32_t Expressions::join_size(std::uint32_t i) const {
  if (tokens_.language() == Language::Other) {
    // Haskell's "++" and OCaml's "^"
    if (tokens_.is(i, "+")) return tokens_.is(i + 1, "+") ? 2 : 1;
    return tokens_.is(i, "<>") || tokens_.is(i, "^") ? 1 : 0;
  }
  // Visual Basic's lines go on behind "_".
  if (tokens_.is(i, "&") && tokens_.is(i + 1, "_")) return 2;
  return is_join(i) ? 1 : 0;
}

bool Expressions::is_join(std::uint32_t i) const {
  if (tokens_.is(i, "+") || tokens_.is(i, "<>")) return true;
  if (tokens_.is(i, "..")) return tokens_.language() == Language::Lua;
  // Nim's and Visual Basic's
  if (tokens_.is(i, "&")) return tokens_.is_kind(i + 1, Kind::String);
  if (!tokens_.is(i, ".")) return false;
  // PHP's and Perl's
  return tokens_.language() == Language::Php || tokens_.language() == Language::Perl;
}

/// Literals side by side are one in Python and Ruby.
bool Expressions::is_adjacent(std::uint32_t i) const {
  if (!tokens_.is_kind(i, Kind::String) || i == 0 || !tokens_.is_kind(i - 1, Kind::String)) return false;
  const Language language = tokens_.language();
  if (language == Language::JavaScript) return tokens_.parent(i) < tokens_.size();  // as printed by Python
  if (language != Language::Python && language != Language::Ruby) return false;
  return !tokens_[i].begins_line || tokens_.parent(i) < tokens_.size();
}

bool Expressions::value(std::uint32_t& i, std::uint32_t end, Value& out) {
  if (depth_ >= kDeepest || !spend(1)) return false;
  ++depth_;
  const std::uint32_t start = i;
  bool known = term(i, end, out);
  while (known && i < end) {
    if (const std::uint32_t joins = join_size(i); joins > 0) {
      i += joins;
      known = term(i, end, out) || unknown_rest(i, end, out);
    } else if (is_adjacent(i)) {
      add_literal(i++, out);
      methods(i, end, out);
    } else if (tokens_.is(i, "||") || tokens_.is(i, "??") || tokens_.is(i, "or")) {
      if (!alternative(start, i, end, out)) break;
    } else if (tokens_.is(i, "?")) {
      if (!choice(start, i, end, out)) break;
    } else if (tokens_.is(i, "if") && tokens_.language() == Language::Python) {
      if (!condition_behind(start, i, end, out)) break;
    } else if (tokens_.is(i, "%") && tokens_.is_kind(i - 1, Kind::String) && tokens_.language() == Language::Python) {
      percent_format(i, end, out);
    } else {
      break;
    }
  }
  --depth_;
  return known;
}

/// The rest of the item, of which the text does not tell what it comes to.
bool Expressions::unknown_rest(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t stop = item_end(i, end);
  if (stop <= i || stop > tokens_.size() || !spend(stop - i)) return false;
  add_gap({tokens_[i].start, tokens_[stop - 1].end}, out);
  i = stop;
  return true;
}

/// "process.env.CSP || '...'": what the text holds, unless something else says more.
bool Expressions::alternative(std::uint32_t start, std::uint32_t& i, std::uint32_t end, Value& out) {
  ++i;
  Value other;
  if (!term(i, end, other)) return false;
  // "headers['csp'] || ''": nothing is what the text holds.
  if (out.literals > 0 || text::trim(other.text).empty()) return true;
  const Span gap = out.gaps.empty() ? Span{tokens_[start].start, tokens_[start].end} : out.gaps.front();
  out = other;
  out.gaps.insert(out.gaps.begin(), gap);
  return true;
}

/// "'... %s' % (a, b)" of Python.
void Expressions::percent_format(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t last = item_end(i, end);
  std::uint32_t from = i + 1;
  std::uint32_t to = last;
  if (tokens_.is(from, "(") && tokens_.group_end(from) < last) {
    to = tokens_.group_end(from);
    ++from;
  }
  out = filled(out, from, to);
  i = tokens_[i + 1].begins_line ? i + 1 : last;
}

/// Erlang's <<"...">> and Clojure's (str "..." "...").
bool Expressions::other_term(std::uint32_t& i, std::uint32_t end, Value& out) {
  if (tokens_.language() != Language::Other) return false;
  if (tokens_.is(i, "<<") && tokens_.is_kind(i + 1, Kind::String) && tokens_.is(i + 2, ">")) {
    add_literal(i + 1, out);
    i = std::min(end, i + 4);
    return true;
  }
  const std::uint32_t close = tokens_.is(i, "(") ? tokens_.group_end(i) : tokens_.size();
  if (close >= tokens_.size() || !tokens_.is(i + 1, "str") || close > end) return false;
  const Span whole{tokens_[i].start, tokens_[close].end};
  for (std::uint32_t at = i + 2; at < close;) {
    const std::uint32_t before = at;
    if (!value(at, close, out) || at == before) {
      add_gap(whole, out);
      break;
    }
  }
  i = close + 1;
  return true;
}

bool Expressions::term(std::uint32_t& i, std::uint32_t end, Value& out) {
  while (i < end && (tokens_.is(i, "&") || tokens_.is(i, "*") || tokens_.is(i, "await") || tokens_.is(i, "new"))) ++i;
  if (i >= end) return false;
  // Scala's s"..."
  const bool prefix = is_one_of(tokens_.text(i), {"s", "f", "raw"}) && tokens_.is_kind(i + 1, Kind::String) &&
                      tokens_[i].end == tokens_[i + 1].start;
  if (prefix && i + 1 < end) ++i;
  if (other_term(i, end, out)) return true;
  if (tokens_.is_kind(i, Kind::String)) return literal_term(i, end, out);
  if (tokens_.is_kind(i, Kind::Number) || begins_product(i, end)) {
    number(i, end, out);
    return true;
  }
  if (tokens_.is(i, "(") && tokens_.group_end(i) < end) return parenthesised(i, end, out);
  if (tokens_.is(i, "[") || tokens_.is_kind(i, Kind::Words)) return joined_list(i, end, out);
  if (tokens_.is(i, "if")) return branches(i, end, out);
  return tokens_.is_kind(i, Kind::Word) && named(i, end, out);
}

/// A number, or a product of several: 60 * 60 * 24.
/// Multiplies with the number that stands at `at`: digits, or a constant of them.
bool Expressions::factor(std::uint32_t at, int depth, std::uint64_t& product) {
  constexpr std::uint64_t kMost = 1'000'000'000'000;
  constexpr int kDeepestConstant = 6;
  if (tokens_.is_kind(at, Kind::Word)) {
    std::uint32_t value = depth < kDeepestConstant && spend(1) ? definition(tokens_.text(at), at) : tokens_.size();
    bool known = value < tokens_.size() && factor(value, depth + 1, product);
    for (; known && tokens_.is(value + 1, "*"); value += 2) known = factor(value + 2, depth + 1, product);
    const std::uint32_t behind = value + 1;
    return known && (behind >= tokens_.size() || tokens_[behind].begins_line ||
                     is_one_of(tokens_.text(behind), {";", ",", ")", "}"}));
  }
  std::uint64_t each = 0;
  if (!tokens_.is_kind(at, Kind::Number)) return false;
  for (const char c : tokens_.text(at)) {
    if (c == '_') continue;
    if (!text::is(c, text::kDigit) || each > kMost) return false;
    each = each * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (each != 0 && product > kMost / each) return false;
  product *= each;
  return true;
}

/// DAY * 30: a product that begins with a constant.
bool Expressions::begins_product(std::uint32_t i, std::uint32_t end) {
  std::uint64_t product = 1;
  const bool operands = i + 2 < end && tokens_.is_kind(i, Kind::Word) && tokens_.is(i + 1, "*") &&
                        (tokens_.is_kind(i + 2, Kind::Word) || tokens_.is_kind(i + 2, Kind::Number));
  return operands && factor(i, 0, product);
}

void Expressions::number(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t first = i++;
  std::uint64_t product = 1;
  bool known = factor(first, 0, product);
  while (spend(1) && i + 1 < end && tokens_.is(i, "*") &&
         (tokens_.is_kind(i + 1, Kind::Number) || tokens_.is_kind(i + 1, Kind::Word))) {
    known = known && factor(i + 1, 0, product);
    i += 2;
  }
  if (i == first + 1) return out.add_run(tokens_.text(first), tokens_[first].start);
  const Span whole{tokens_[first].start, tokens_[i - 1].end};
  if (known) out.add_escape(std::to_string(product), whole);
  else add_gap(whole, out);
}

bool Expressions::literal_term(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t literal = i++;
  // ", ".join([...]), in a text that does not show that it is Python, too
  if (is_join_call(i)) {
    Value separator;
    add_literal(literal, separator);
    const std::uint32_t open = i + 2;
    std::uint32_t from = open + 1;
    if (!join(separator, from, tokens_.group_end(open), out)) {
      add_gap({tokens_[literal].start, tokens_[tokens_.group_end(open)].end}, out);
    }
    go_behind(open, i, end);
    methods(i, end, out);
    return true;
  }
  add_literal(literal, out);
  methods(i, end, out);
  return true;
}

bool Expressions::parenthesised(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t close = tokens_.group_end(i);
  // "(req, res) => `...`": what the function gives.
  if (tokens_.language() == Language::JavaScript && tokens_.is(close + 1, "=>") && !tokens_.is(close + 2, "{")) {
    i = close + 2;
    return value(i, end, out);
  }
  std::uint32_t inner = i + 1;
  // "(string) $x"
  if (close == i + 2 && tokens_.is_kind(inner, Kind::Word) && !tokens_[close + 1].begins_line &&
      (tokens_.is_kind(close + 1, Kind::String) || tokens_.is_kind(close + 1, Kind::Word))) {
    i = close + 1;
    return term(i, end, out);
  }
  Value within;
  if (!value(inner, close, within) || inner != close) return false;
  i = close + 1;
  methods(i, end, within);
  out.add(within);
  return true;
}

bool Expressions::is_join_call(std::uint32_t i) const {
  return tokens_.is(i, ".") && tokens_.is(i + 1, "join") && tokens_.is(i + 2, "(");
}

void Expressions::go_behind(std::uint32_t open, std::uint32_t& i, std::uint32_t end) const {
  i = std::min(end, tokens_.group_end(open) + 1);
}

/// The bracket of what joins a list that ends before `i`: .join('; '), .filter(Boolean).join('; '), Swift's
/// .joined(separator: "; "), Elixir's |> Enum.join("; "). size() where nothing does.
std::uint32_t Expressions::join_bracket(std::uint32_t i) const {
  const bool filters = tokens_.is(i, ".") && is_one_of(tokens_.text(i + 1), {"filter", "compact", "freeze"});
  if (filters) i = tokens_.is(i + 2, "(") ? tokens_.group_end(i + 2) + 1 : i + 2;
  if (tokens_.is(i, "|>") && tokens_.is(i + 1, "Enum")) i += 2;
  const bool joins = tokens_.is(i, ".") && is_one_of(plain_name(tokens_.text(i + 1)), {"join", "joined"});
  return joins && tokens_.is(i + 2, "(") && tokens_.group_end(i + 2) < tokens_.size() ? i + 2 : tokens_.size();
}

/// What the call puts between; nothing where it names nothing.
bool Expressions::separator_in(std::uint32_t open, Value& out) {
  std::uint32_t argument = open + 1;
  if (tokens_.is(argument, "separator") && tokens_.is(argument + 1, ":")) argument += 2;
  return argument >= tokens_.group_end(open) || value(argument, tokens_.group_end(open), out);
}

/// "[...].join('; ')"
bool Expressions::joined_list(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t close = tokens_.is(i, "[") ? tokens_.group_end(i) : i;
  if (close >= tokens_.size()) return false;
  const std::uint32_t open = join_bracket(close + 1);
  Value separator;
  if (open >= tokens_.size() || !separator_in(open, separator)) return false;
  const bool known = join(separator, i, close + 1, out);
  go_behind(open, i, end);
  if (known) methods(i, end, out);
  return known;
}

/// Whether a member of the name before `i` follows: "a.b", "a::b", "a->b", "a?.b".
bool Expressions::is_member(std::uint32_t i) const {
  if (!tokens_.is_kind(i + 1, Kind::Word)) return false;
  if (tokens_.is(i, ".")) return tokens_.language() != Language::Php;
  return tokens_.is(i, "::") || tokens_.is(i, "->") || tokens_.is(i, "?.");
}

/// The last word of the chain of names that begins at `first`; what is done to a variable that the text knows is
/// no part of it.
std::uint32_t Expressions::chain_end(std::uint32_t first, std::uint32_t end) const {
  std::uint32_t last = first;
  while (last + 2 < end && is_member(last + 1)) {
    const bool done_to = tokens_.is(last + 3, "(") || is_one_of(tokens_.text(last + 2), {"join", "joined", "filter"}) ||
                         keeps_text(plain_name(tokens_.text(last + 2)));
    if (done_to && definition(tokens_.text(last), first) < tokens_.size()) break;
    last += 2;
  }
  return last;
}

/// A call, an element, a list that is joined, a variable. What the text does not tell of it is a gap.
bool Expressions::named(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t start = i;
  const std::uint32_t last = chain_end(start, end);
  i = last + 1;
  if (tokens_.is(i, "!")) ++i;  // Rust's macros
  if (tokens_.is(i, "(") && tokens_.group_end(i) < tokens_.size()) {
    const std::uint32_t open = i;
    if (joined_call(start, open, i, end, out)) return true;
    go_behind(open, i, end);
    const Span whole{tokens_[start].start, tokens_[tokens_.group_end(open)].end};
    Value result;
    std::string name = plain_name(tokens_.text(last));
    if (name == "sub" && last >= 2 && tokens_.is(last - 2, "re")) name = "resub";
    if (!call(name, open, whole, result)) add_gap(whole, result);
    methods(i, end, result);
    out.add(result);
    return true;
  }
  if (tokens_.is(i, "[") && tokens_.group_end(i) < end) {
    const std::uint32_t close = tokens_.group_end(i);
    add_gap({tokens_[start].start, tokens_[close].end}, out);
    i = close + 1;
    return true;
  }
  if (join_bracket(i) < tokens_.size() && joined_variable(last, i, end, out)) return true;
  Value known;
  if (variable(tokens_.text(last), start, known) && (known.literals > 0 || !known.text.empty())) {
    methods(i, end, known);
    out.add(known);
    return true;
  }
  add_gap({tokens_[start].start, tokens_[last].end}, out);
  return true;
}

/// What Kotlin, Scala and Java call to join a list.
bool Expressions::is_joiner(std::uint32_t i) const {
  return tokens_.is(i, ".") && tokens_.is(i + 2, "(") &&
         is_one_of(tokens_.text(i + 1), {"joinToString", "mkString", "collect"});
}

/// listOf("...", "...").joinToString("; "), Seq(...).mkString("; "), Stream.of(...).collect(Collectors.joining("; "))
bool Expressions::joined_call(std::uint32_t start, std::uint32_t open, std::uint32_t& i, std::uint32_t end,
                              Value& out) {
  const std::uint32_t close = tokens_.group_end(open);
  if (close >= end || !is_joiner(close + 1)) return false;
  const std::uint32_t arguments = close + 3;
  Value separator;
  constexpr std::uint32_t kFar = 8;
  for (std::uint32_t at = arguments + 1; at < tokens_.group_end(arguments) && at < arguments + kFar; ++at) {
    if (!tokens_.is_kind(at, Kind::String)) continue;
    add_literal(at, separator);
    break;
  }
  if (separator.literals == 0) separator.add_escape(tokens_.is(close + 2, "joinToString") ? ", " : "", {});
  std::uint32_t from = start;
  if (!join(separator, from, close + 1, out)) return false;
  go_behind(arguments, i, end);
  methods(i, end, out);
  return true;
}

/// "policy.join('; ')" of a list in a variable.
bool Expressions::joined_variable(std::uint32_t name, std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t open = join_bracket(i);
  Value separator;
  if (!separator_in(open, separator)) return false;
  std::uint32_t from = name;
  if (!join(separator, from, name + 1, out)) return false;
  go_behind(open, i, end);
  methods(i, end, out);
  return true;
}

}  // namespace headstrong::http::code
