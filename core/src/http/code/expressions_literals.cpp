// What literals say, with what is filled into them.
#include <algorithm>
#include <string_view>
#include <utility>

#include "http/code/expressions.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

std::string_view Expressions::literal_text(std::uint32_t i) {
  const std::string_view inside = tokens_.inside_text(i);
  if (inside.find('\\') == std::string_view::npos || inside.size() > 200) return inside;
  Value value;
  add_literal(i, value);
  return source_.keep(std::move(value.text));
}

void Expressions::add_decoded(Span within, quote::Spelling spelling, Value& out) {
  const std::string_view s = source_.bytes();
  const auto mark = static_cast<std::uint32_t>(quote::closing(spelling).size());
  while (within.start < within.end) {
    const quote::Decoded decoded = quote::decode(source_, within, spelling);
    const auto& segments = decoded.text.segments();
    if (segments.empty()) {
      out.add_run(decoded.text.text(), decoded.text.to_source(0, 0).start);
    } else {
      const auto shift = static_cast<std::uint32_t>(out.text.size());
      for (text::MappedText::Segment segment : segments) {
        segment.text_start += shift;
        out.segments.push_back(segment);
      }
      out.text += decoded.text.text();
    }
    // Within a text block the mark may stand alone, and lines end.
    if (decoded.closed && mark > 0 && decoded.end >= within.start + mark) {
      out.add_run(s.substr(decoded.end - mark, mark), decoded.end - mark);
      within.start = decoded.end;
    } else if (decoded.end < within.end) {
      out.add_run(s.substr(decoded.end, 1), decoded.end);
      within.start = decoded.end + 1;
    } else {
      return;
    }
  }
}

/// "$name" and "${...}" of Kotlin, Groovy and Scala, "\(...)" of Swift.
std::vector<Span> Expressions::dollar_gaps(Span inside) const {
  std::vector<Span> gaps;
  const std::string_view s = source_.bytes().substr(0, inside.end);
  for (std::size_t at = s.find_first_of("$\\", inside.start); at < s.size(); at = s.find_first_of("$\\", at + 1)) {
    std::size_t end = at + 1;
    const bool escaped = at > inside.start && s[at - 1] == '\\';
    const char next = end < s.size() ? s[end] : '\0';
    if (escaped || (s[at] == '\\' && next != '(')) continue;
    if (next == '{' || s[at] == '\\') {
      end += quote::braced_length(s.substr(end));
    } else if (text::is(next, text::kAlpha) || next == '_') {
      while (end < s.size() && is_word_byte(s[end]) && s[end] != '-') ++end;
    } else {
      continue;
    }
    gaps.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = end - 1;
  }
  return gaps;
}

/// "{...}" of C#'s $@"...".
std::vector<Span> Expressions::brace_gaps(Span inside) const {
  std::vector<Span> gaps;
  const std::string_view s = source_.bytes().substr(0, inside.end);
  for (std::size_t at = s.find('{', inside.start); at < s.size(); at = s.find('{', at)) {
    const bool doubled = at + 1 < s.size() && s[at + 1] == '{';
    const std::size_t end = at + (doubled ? 2 : quote::braced_length(s.substr(at)));
    if (!doubled) gaps.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = end;
  }
  return gaps;
}

std::vector<Span> Expressions::gaps_of(const Token& token, Span inside, const std::vector<Span>& decoded) const {
  const bool dollars = (token.spelling == quote::Spelling::JavaString && tokens_.language() == Language::Java) ||
                       tokens_.fills_dollars();
  if (dollars) return dollar_gaps(inside);
  if (token.spelling == quote::Spelling::CsharpVerbatim && token.open == 3) return brace_gaps(inside);
  return decoded;
}

void Expressions::add_literal(std::uint32_t i, Value& out) {
  const Token& token = tokens_[i];
  const Span inside = tokens_.inside(i);
  if (!spend(inside.size() + 1)) return add_gap({token.start, token.end}, out);
  out.mixed = out.mixed || (out.literals > 0 && out.spelling != token.spelling);
  out.spelling = token.spelling;
  out.first_literal = out.literals == 0 ? i : std::min(out.first_literal, i);
  out.last_literal = std::max(out.last_literal, i);
  ++out.literals;
  const quote::Decoded whole = quote::decode(source_, inside, token.spelling);
  std::uint32_t at = inside.start;
  for (const Span gap : gaps_of(token, inside, whole.gaps)) {
    add_decoded({at, gap.start}, token.spelling, out);
    add_interpolation(gap, i, out);
    at = gap.end;
  }
  // In Java's text blocks a backslash at a line's end joins the next line.
  const bool joins = token.spelling == quote::Spelling::JavaString && token.open == 3;
  while (joins) {
    const std::size_t end = source_.bytes().substr(0, inside.end).find("\\\n", at);
    if (end == std::string_view::npos) break;
    add_decoded({at, static_cast<std::uint32_t>(end)}, token.spelling, out);
    at = static_cast<std::uint32_t>(end) + 2;
  }
  add_decoded({at, inside.end}, token.spelling, out);
}

void Expressions::add_interpolation(Span gap, std::uint32_t at, Value& out) {
  std::string_view name = source_.bytes().substr(gap.start, gap.size());
  while (!name.empty() && std::string_view("$#{@").find(name.front()) != std::string_view::npos) name.remove_prefix(1);
  while (!name.empty() && name.back() == '}') name.remove_suffix(1);
  for (const std::string_view own : {"this.", "self.", "this->", "self::"}) {
    if (name.substr(0, own.size()) == own) name.remove_prefix(own.size());
  }
  Value known;
  const bool simple = !name.empty() && std::all_of(name.begin(), name.end(), is_word_byte);
  const auto is_number = [&] { return !known.text.empty() && text::all_of(known.text, text::kDigit); };
  if (simple && variable(name, at, known) && (known.literals > 0 || is_number())) {
    out.add(known);
  } else {
    add_gap(gap, out);
  }
}

void Expressions::add_gap(Span gap, Value& out) {
  const std::string_view words = source_.bytes().substr(gap.start, gap.size());
  const bool plain = words.size() <= 64 && std::none_of(words.begin(), words.end(), [](char c) {
                       return is_blank(c) || c == ';' || c == ',' || text::is(c, text::kControl);
                     });
  if (plain) {
    out.add_run(words, gap.start);
  } else {
    out.add_escape("{{expression}}", gap);
  }
  out.gaps.push_back(gap);
}

}  // namespace headstrong::http::code
