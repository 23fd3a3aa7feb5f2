#include "http/code/expressions.hpp"

#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"

namespace headstrong::http::code {

Expressions::Expressions(text::Source& source, const Tokens& tokens)
    : source_(source), tokens_(tokens), left_(8 * source.bytes().size() + 65536) {
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
      known = term(i, end, out);
    } else if (is_adjacent(i)) {
      add_literal(i++, out);
      methods(i, end, out);
    } else if (tokens_.is(i, "||") || tokens_.is(i, "??") || tokens_.is(i, "or")) {
      // "process.env.CSP || '...'": what the text holds, unless something else says more.
      ++i;
      Value other;
      if (!term(i, end, other)) break;
      if (out.literals == 0) {
        const Span gap = out.gaps.empty() ? Span{tokens_[start].start, tokens_[start].end} : out.gaps.front();
        out = other;
        out.gaps.insert(out.gaps.begin(), gap);
      }
    } else if (tokens_.is(i, "?") && !tokens_[i].begins_line) {
      const Span condition{tokens_[start].start, tokens_[i].end};
      Value chosen;
      ++i;
      if (!value(i, end, chosen)) break;
      chosen.gaps.push_back(condition);
      out = chosen;
      i = item_end(i, end);
    } else if (tokens_.is(i, "%") && tokens_.is_kind(i - 1, Kind::String) && tokens_.language() == Language::Python) {
      const std::uint32_t last = item_end(i, end);
      std::uint32_t from = i + 1;
      std::uint32_t to = last;
      if (tokens_.is(from, "(") && tokens_.group_end(from) < last) {
        to = tokens_.group_end(from);
        ++from;
      }
      out = filled(out, from, to);
      i = tokens_[i + 1].begins_line ? i + 1 : last;
    } else {
      break;
    }
  }
  --depth_;
  return known;
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

/// A list that is joined on the spot.
bool Expressions::joined_list(std::uint32_t& i, std::uint32_t end, Value& out) {
  const std::uint32_t close = tokens_.is(i, "[") ? tokens_.group_end(i) : i;
  if (tokens_.is(close + 1, ".") && plain_name(tokens_.text(close + 2)) == "join" && tokens_.is(close + 3, "(")) {
    const std::uint32_t open = close + 3;
    Value separator;
    std::uint32_t argument = open + 1;
    if (argument < tokens_.group_end(open) && !value(argument, tokens_.group_end(open), separator)) return false;
    const bool known = join(separator, i, close + 1, out);
    i = std::min(end, tokens_.group_end(open) + 1);
    if (known) methods(i, end, out);
    return known;
  }
  return false;
}

bool Expressions::term(std::uint32_t& i, std::uint32_t end, Value& out) {
  while (i < end && (tokens_.is(i, "&") || tokens_.is(i, "*") || tokens_.is(i, "await") || tokens_.is(i, "new"))) ++i;
  if (i >= end) return false;
  if (other_term(i, end, out)) return true;
  if (tokens_.is_kind(i, Kind::String)) {
    const std::uint32_t literal = i++;
    // ", ".join([...])
    const bool joins = tokens_.is(i, ".") && tokens_.is(i + 1, "join") && tokens_.is(i + 2, "(");
    if (joins && tokens_.language() == Language::Python) {
      Value separator;
      add_literal(literal, separator);
      const std::uint32_t open = i + 2;
      std::uint32_t from = open + 1;
      const bool known = join(separator, from, tokens_.group_end(open), out);
      i = std::min(end, tokens_.group_end(open) + 1);
      if (known) methods(i, end, out);
      return known;
    }
    add_literal(literal, out);
    methods(i, end, out);
    return true;
  }
  if (tokens_.is_kind(i, Kind::Number)) {
    out.add_run(tokens_.text(i), tokens_[i].start);
    ++i;
    return true;
  }
  if (tokens_.is(i, "(") && tokens_.group_end(i) < end) {
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
  if (tokens_.is(i, "[") || tokens_.is_kind(i, Kind::Words)) return joined_list(i, end, out);
  const std::uint32_t start = i;
  if (!tokens_.is_kind(i, Kind::Word)) return false;
  std::uint32_t last = i++;
  while (i + 1 < end && (tokens_.is(i, ".") || tokens_.is(i, "::") || tokens_.is(i, "->") || tokens_.is(i, "?.")) &&
         tokens_.is_kind(i + 1, Kind::Word) && !(tokens_.is(i, ".") && tokens_.language() == Language::Php)) {
    // A method of a variable that the text knows.
    if (tokens_.is(i + 2, "(") && definition(tokens_.text(last), start) < tokens_.size()) break;
    if (keeps_text(plain_name(tokens_.text(i + 1))) && definition(tokens_.text(last), start) < tokens_.size()) break;
    if (tokens_.is(i + 1, "join") && definition(tokens_.text(last), start) < tokens_.size()) break;
    last = i + 1;
    i += 2;
  }
  if (tokens_.is(i, "!")) ++i;  // Rust's macros
  if (tokens_.is(i, "(") && tokens_.group_end(i) < tokens_.size()) {
    const std::uint32_t open = i;
    i = std::min(end, tokens_.group_end(open) + 1);
    const Span whole{tokens_[start].start, tokens_[tokens_.group_end(open)].end};
    Value result;
    if (!call(plain_name(tokens_.text(last)), open, whole, result)) add_gap(whole, result);
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
  // A list in a variable, joined.
  if (tokens_.is(i, ".") && tokens_.is(i + 1, "join") && tokens_.is(i + 2, "(")) {
    const std::uint32_t open = i + 2;
    Value separator;
    std::uint32_t argument = open + 1;
    if (argument < tokens_.group_end(open)) value(argument, tokens_.group_end(open), separator);
    std::uint32_t from = last;
    if (join(separator, from, last + 1, out)) {
      i = std::min(end, tokens_.group_end(open) + 1);
      methods(i, end, out);
      return true;
    }
  }
  Value known;
  if (variable(tokens_.text(last), start, known) && (known.literals > 0 || !known.text.empty())) {
    methods(i, end, known);
    out.add(known);
    return true;
  }
  add_gap({tokens_[start].start, tokens_[last].end}, out);
  return true;
}

}  // namespace headstrong::http::code
