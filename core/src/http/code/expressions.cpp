#include "http/code/expressions.hpp"

#include <algorithm>
#include <utility>

#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace expressions_detail {

constexpr int kDeepest = 24;
constexpr std::uint32_t kNone = 0xFFFFFFFF;

bool is_blank(char c) { return text::is(c, text::kAsciiWhitespace); }

/// What changes nothing but blanks, encodings and types.
bool keeps_text(std::string_view name) {
  return is_one_of(name,
                   {"trim",      "strip",      "squish",      "freeze",     "tostring", "tos",     "htmlsafe",
                    "into",      "parse",      "unwrap",      "asstr",      "clone",    "toowned", "encode",
                    "decode",    "trimindent", "stripindent", "trimmargin", "chomp",    "rstrip",  "lstrip",
                    "trimend",   "trimstart",  "asref",       "string",     "valueof",  "dup",     "replacelineendings",
                    "trimspace", "call",       "unwrapor"});
}

bool wraps_text(std::string_view name) {
  return keeps_text(name) ||
         is_one_of(name, {"fromstatic", "fromstr",    "from",         "str",         "some",     "ok",
                          "cleandoc",   "dedent",     "stringvalues", "headervalue", "tryfrom",  "marksafe",
                          "raw",        "strval",     "concat",       "stringof",    "string",   "b",
                          "oneline",    "singleline", "minify",       "minifycsp",   "cspstring"});
}

}  // namespace expressions_detail
using namespace expressions_detail;

void Value::add_escape(std::string_view words, Span place) {
  segments.push_back({static_cast<std::uint32_t>(text.size()), place.start, std::max<std::uint32_t>(place.size(), 1)});
  text += words;
}

void Value::add_run(std::string_view words, std::uint32_t source_start) {
  if (words.empty()) return;
  segments.push_back({static_cast<std::uint32_t>(text.size()), source_start, 0});
  text += words;
}

void Value::add(const Value& other) {
  const auto shift = static_cast<std::uint32_t>(text.size());
  for (text::MappedText::Segment segment : other.segments) {
    segment.text_start += shift;
    segments.push_back(segment);
  }
  text += other.text;
  gaps.insert(gaps.end(), other.gaps.begin(), other.gaps.end());
  if (other.literals > 0) {
    mixed = mixed || other.mixed || (literals > 0 && spelling != other.spelling);
    spelling = other.spelling;
    first_literal = literals == 0 ? other.first_literal : std::min(first_literal, other.first_literal);
    last_literal = std::max(last_literal, other.last_literal);
    literals += other.literals;
  }
}

Value Value::slice(std::size_t begin, std::size_t end) const {
  Value out;
  out.literals = literals;
  out.first_literal = first_literal;
  out.last_literal = last_literal;
  out.spelling = spelling;
  out.mixed = mixed;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t from = segments[i].text_start;
    const std::size_t to = i + 1 < segments.size() ? segments[i + 1].text_start : text.size();
    const std::size_t a = std::max(begin, from);
    const std::size_t b = std::min(end, to);
    if (a >= b) continue;
    const std::string_view words = std::string_view(text).substr(a, b - a);
    if (segments[i].source_size == 0) {
      out.add_run(words, segments[i].source_start + static_cast<std::uint32_t>(a - from));
    } else {
      out.add_escape(words, {segments[i].source_start, segments[i].source_start + segments[i].source_size});
    }
  }
  for (const Span gap : gaps) {
    for (const auto& segment : out.segments) {
      const std::uint32_t size =
          segment.source_size > 0 ? segment.source_size : static_cast<std::uint32_t>(out.text.size());
      if (gap.start >= segment.source_start && gap.start < segment.source_start + size) {
        out.gaps.push_back(gap);
        break;
      }
    }
  }
  return out;
}

std::uint32_t Value::first_source() const { return segments.empty() ? 0 : segments.front().source_start; }

std::uint32_t Value::last_source() const {
  if (segments.empty()) return 0;
  const auto& last = segments.back();
  return last.source_start +
         (last.source_size > 0 ? last.source_size : static_cast<std::uint32_t>(text.size()) - last.text_start);
}

Span Value::before(std::uint32_t start) const {
  const std::uint32_t from = last_source();
  return from <= start ? Span{from, start} : Span{start, start};
}

Value Value::collapsed() const {
  Value out;
  out.gaps = gaps;
  out.literals = literals;
  out.first_literal = first_literal;
  out.last_literal = last_literal;
  out.spelling = spelling;
  out.mixed = mixed;
  bool pending = false;
  Span pending_place;
  std::size_t run = std::string::npos;  // where the run that is being read begins
  std::uint32_t run_source = 0;
  const auto flush = [&](std::size_t end) {
    if (run == std::string::npos) return;
    out.add_run(std::string_view(text).substr(run, end - run), run_source);
    run = std::string::npos;
  };
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& segment = segments[i];
    const std::size_t to = i + 1 < segments.size() ? segments[i + 1].text_start : text.size();
    for (std::size_t at = segment.text_start; at < to; ++at) {
      const bool whole = segment.source_size > 0;
      const std::uint32_t place =
          segment.source_start + (whole ? 0 : static_cast<std::uint32_t>(at - segment.text_start));
      const std::uint32_t place_end = place + (whole ? segment.source_size : 1);
      if (is_blank(text[at])) {
        flush(at);
        if (!pending) pending_place = {place, place_end};
        pending_place = {std::min(pending_place.start, place), std::max(pending_place.end, place_end)};
        pending = true;
        continue;
      }
      if (pending && !out.text.empty()) out.add_escape(" ", pending_place);
      pending = false;
      if (whole) {
        flush(at);
        out.add_escape(std::string_view(text).substr(at, 1), {place, place_end});
      } else if (run == std::string::npos) {
        run = at;
        run_source = place;
      }
    }
    flush(to);
  }
  // A blank that stands in the source as one is a run, too: neighbours in the source are put together.
  std::vector<text::MappedText::Segment> kept;
  for (std::size_t i = 0; i < out.segments.size(); ++i) {
    text::MappedText::Segment segment = out.segments[i];
    const std::size_t to = i + 1 < out.segments.size() ? out.segments[i + 1].text_start : out.text.size();
    const bool one_blank =
        segment.source_size == 1 && to - segment.text_start == 1 && out.text[segment.text_start] == ' ';
    if (one_blank) segment.source_size = 0;
    if (!kept.empty() && segment.source_size == 0 && kept.back().source_size == 0 &&
        kept.back().source_start + (segment.text_start - kept.back().text_start) == segment.source_start) {
      continue;
    }
    kept.push_back(segment);
  }
  out.segments = std::move(kept);
  return out;
}

Expressions::Expressions(text::Source& source, const Tokens& tokens)
    : source_(source), tokens_(tokens), left_(8 * source.bytes().size() + 65536) {
  find_definitions();
}

bool Expressions::spend(std::size_t bytes) {
  if (left_ < bytes) return false;
  left_ -= bytes;
  return true;
}

std::string_view Expressions::bare_name(std::string_view word) const {
  while (!word.empty() && (word.front() == '$' || word.front() == '@')) word.remove_prefix(1);
  return word;
}

void Expressions::define(std::uint32_t name, std::uint32_t value, bool adds) {
  const std::string_view word = bare_name(tokens_.text(name));
  if (word.empty() || value >= tokens_.size()) return;
  if (tokens_.is_kind(value, Kind::Number)) return;
  std::vector<Definition>& all = definitions_[word];
  const auto here = static_cast<std::uint32_t>(all.size());
  all.push_back({name, value, adds ? (all.empty() ? kNone : all.back().set) : here, adds});
}

void Expressions::find_definitions() {
  const Language language = tokens_.language();
  for (std::uint32_t i = 1; i < tokens_.size(); ++i) {
    if (tokens_.is_kind(i - 1, Kind::Word)) {
      const std::string_view before = tokens_.text(i - 1);
      // Elixir's @name "...", PHP's define('NAME', ...)
      if (language == Language::Elixir && before.size() > 1 && before[0] == '@' && tokens_[i - 1].begins_line &&
          !tokens_[i].begins_line) {
        define(i - 1, i, false);
      }
    }
    if (!tokens_.is_kind(i, Kind::Mark)) continue;
    const std::string_view mark = tokens_.text(i);
    const bool adds = mark == "+=" || mark == ".=" || mark == "<<";
    if (!adds && !is_one_of(mark, {"=", ":=", "||=",
                                   "?"
                                   "?="}))
      continue;
    // The arguments of calls are no variables.
    const std::uint32_t around = tokens_.parent(i);
    if (around < tokens_.size() && tokens_.is(around, "(") && language != Language::Go) continue;
    if (tokens_.is_kind(i - 1, Kind::Word)) {
      define(i - 1, i + 1, adds);
    }
    // "CSP: &'static str =", "POLICY: string ="
    constexpr std::uint32_t kMostOfType = 8;
    for (std::uint32_t back = 2; back <= kMostOfType && back < i; ++back) {
      const std::uint32_t colon = i - back;
      if (tokens_.is(colon, ":") && tokens_.is_kind(colon - 1, Kind::Word)) define(colon - 1, i + 1, adds);
      if (tokens_[colon + 1].begins_line || tokens_.is(colon, ":") || tokens_.is(colon, ",") || tokens_.is(colon, ";"))
        break;
    }
  }
}

std::uint32_t Expressions::definition(std::string_view name, std::uint32_t at) const {
  const auto found = definitions_.find(bare_name(name));
  if (found == definitions_.end()) return tokens_.size();
  const std::vector<Definition>& all = found->second;
  const auto after =
      std::partition_point(all.begin(), all.end(), [&](const Definition& each) { return each.value < at; });
  // The last before the place; else, as of a constant below a function, the first behind it.
  if (after != all.begin() && (after - 1)->set != kNone) return all[(after - 1)->set].value;
  for (auto each = after; each != all.end() && each - after < 4; ++each) {
    if (each->value > at && !each->adds) return each->value;
  }
  return tokens_.size();
}

bool Expressions::is_added_to(std::string_view name, std::uint32_t from, std::uint32_t to) const {
  const auto found = definitions_.find(bare_name(name));
  if (found == definitions_.end()) return false;
  const auto after = std::partition_point(found->second.begin(), found->second.end(),
                                          [&](const Definition& each) { return each.value <= from; });
  return after != found->second.end() && after->value < to;
}

std::string_view Expressions::name_of_definition(std::uint32_t value_start) const {
  for (std::uint32_t back = 2; back <= 10 && back <= value_start; ++back) {
    const std::uint32_t i = value_start - back;
    if (!tokens_.is_kind(i, Kind::Word)) continue;
    const auto found = definitions_.find(bare_name(tokens_.text(i)));
    if (found == definitions_.end()) continue;
    for (const Definition& each : found->second) {
      if (each.value == value_start) return tokens_.text(each.name);
      if (each.value > value_start) break;
    }
  }
  return {};
}

bool Expressions::variable(std::string_view name, std::uint32_t at, Value& out) {
  const std::uint32_t start = definition(name, at);
  if (start == tokens_.size() || depth_ >= kDeepest || !spend(16)) return false;
  ++depth_;
  std::uint32_t i = start;
  bool known = value(i, tokens_.size(), out);
  // What is added to it further down, up to the place.
  if (known) {
    const auto& all = definitions_.find(bare_name(name))->second;
    const auto first =
        std::partition_point(all.begin(), all.end(), [&](const Definition& each) { return each.value <= start; });
    for (auto each = first; each != all.end() && each->value < at && each->adds; ++each) {
      std::uint32_t added = each->value;
      if (added <= at && !value(added, tokens_.size(), out)) known = false;
    }
  }
  --depth_;
  return known;
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
  for (const Span gap : whole.gaps) {
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
  if (simple && variable(name, at, known) && known.literals > 0) {
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

bool Expressions::is_join(std::uint32_t i) const {
  if (tokens_.is(i, "+") || tokens_.is(i, "<>")) return true;
  if (!tokens_.is(i, ".")) return false;
  // PHP's and Perl's
  return tokens_.language() == Language::Php ||
         (tokens_.language() == Language::Ruby && (tokens_.is_kind(i + 1, Kind::String) || tokens_.is(i + 1, "$")));
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
    if (is_join(i)) {
      ++i;
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

bool Expressions::term(std::uint32_t& i, std::uint32_t end, Value& out) {
  while (i < end && (tokens_.is(i, "&") || tokens_.is(i, "*") || tokens_.is(i, "await") || tokens_.is(i, "new"))) ++i;
  if (i >= end) return false;
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
  const std::uint32_t start = i;
  // A list that is joined on the spot.
  if (tokens_.is(i, "[") || tokens_.is_kind(i, Kind::Words)) {
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

bool Expressions::call(std::string_view name, std::uint32_t open, Span whole, Value& out) {
  const std::uint32_t close = tokens_.group_end(open);
  std::uint32_t i = open + 1;
  if (i == close) return false;
  if (name == "join" || name == "implode") {
    const std::uint32_t first_end = item_end(i, close);
    Value separator;
    std::uint32_t rest = first_end + 1;
    if (tokens_.is_kind(i, Kind::String) && first_end == i + 1) {
      add_literal(i, separator);
      if (item_end(rest, close) == close && !tokens_.is_kind(rest, Kind::String))
        return join(separator, rest, close, out);
      // String.join("; ", a, b)
      bool first = true;
      while (rest < close) {
        const std::uint32_t item = item_end(rest, close);
        Value each;
        if (!value(rest, item, each)) return false;
        if (!first) out.add_escape(separator.text, out.before(each.first_source()));
        out.add(each);
        first = false;
        rest = item + 1;
      }
      return true;
    }
    // strings.Join(list, "; ")
    if (rest < close && tokens_.is_kind(rest, Kind::String)) {
      add_literal(rest, separator);
      return join(separator, i, first_end, out);
    }
    return false;
  }
  if (name == "sprintf" || name == "format") {
    Value format;
    const std::uint32_t first_end = item_end(i, close);
    if (!value(i, first_end, format)) return false;
    out.add(filled(format, first_end + 1, close));
    return true;
  }
  if (name == "concat") {
    while (i < close) {
      const std::uint32_t item = item_end(i, close);
      if (!value(i, item, out)) return false;
      i = item + 1;
    }
    return true;
  }
  const std::uint32_t item = item_end(i, close);
  if (wraps_text(name) && item == close) return value(i, item, out) && out.literals > 0;
  // What the surroundings say, with a text for when they say nothing.
  if (is_one_of(name, {"get", "getenv", "env", "config", "getordefault", "getproperty", "fetch", "environ"}) &&
      item < close) {
    std::uint32_t fallback = item + 1;
    const std::uint32_t end = item_end(fallback, close);
    Value other;
    if (!value(fallback, end, other) || other.literals == 0) return false;
    other.gaps.insert(other.gaps.begin(), whole);
    out.add(other);
    return true;
  }
  return false;
}

void Expressions::methods(std::uint32_t& i, std::uint32_t end, Value& out) {
  while (i + 1 < end) {
    const bool dot = tokens_.is(i, ".") || tokens_.is(i, "?.") || tokens_.is(i, "->");
    if (!dot || !tokens_.is_kind(i + 1, Kind::Word)) return;
    if (tokens_.is(i, ".") && tokens_.language() == Language::Php) return;
    const bool called = tokens_.is(i + 2, "(") && tokens_.group_end(i + 2) < tokens_.size();
    const std::uint32_t behind = called ? tokens_.group_end(i + 2) + 1 : i + 2;
    const Span whole{tokens_[i + 1].start, tokens_[behind - 1].end};
    const std::string name = plain_name(tokens_.text(i + 1));
    // "value".format(...) and the rest of a chain that goes on with something else.
    if (!method(name, called ? i + 2 : tokens_.size(), out)) {
      if (!called) return;
      out.gaps.push_back(whole);
    }
    i = std::min(behind, end);
    while (i < end && (tokens_.is(i, "!") || tokens_.is(i, "?")) && tokens_.is(i + 1, ".")) ++i;
  }
}

bool Expressions::method(std::string_view name, std::uint32_t open, Value& out) {
  if (keeps_text(name) || name == "split" || name == "lines") return true;
  if (open == tokens_.size() || !spend(out.text.size() + out.segments.size())) return false;
  const std::uint32_t close = tokens_.group_end(open);
  if (name == "format" || name == "formatted") {
    out = filled(out, open + 1, close);
    return true;
  }
  if (name == "concat") {
    std::uint32_t i = open + 1;
    return value(i, close, out);
  }
  if (name == "replace" || name == "replaceall" || name == "gsub" || name == "sub" || name == "replacefirst") {
    std::uint32_t i = open + 1;
    const std::uint32_t first_end = item_end(i, close);
    const std::string_view pattern = tokens_.text(i);
    // Blanks and line ends are put together anyway.
    const bool blanks = pattern.find("\\s") != std::string_view::npos ||
                        pattern.find("\\n") != std::string_view::npos ||
                        pattern.find("\\r") != std::string_view::npos ||
                        text::trim(tokens_.is_kind(i, Kind::String) ? tokens_.inside_text(i) : pattern).empty();
    if (blanks) return true;
    if (!tokens_.is_kind(i, Kind::String)) return false;
    Value what;
    add_literal(i, what);
    std::uint32_t with = first_end + 1;
    Value replacement;
    if (what.text.empty() || with >= close || !value(with, item_end(with, close), replacement)) return false;
    const std::size_t at = out.text.find(what.text);
    if (at == std::string::npos) return true;
    Value result = out.slice(0, at);
    if (replacement.literals > 0) {
      result.add(replacement);
    } else {
      const Value gap = out.slice(at, at + what.text.size());
      const Span place{gap.first_source(), gap.last_source()};
      result.add(gap);
      result.gaps.push_back(place);
    }
    result.add(out.slice(at + what.text.size(), out.text.size()));
    out = std::move(result);
    return true;
  }
  return false;
}

/// Fills the places of a format ("%s", "{}", "{name}") with its arguments, of which each one that the text
/// does not hold is a gap.
Value Expressions::filled(const Value& format, std::uint32_t i, std::uint32_t end) {
  Value out;
  std::size_t done = 0;
  const std::string& s = format.text;
  constexpr std::size_t kReadable = 16384;
  if (s.size() > kReadable || format.segments.size() > 64) return format;
  for (std::size_t at = 0; at < s.size();) {
    std::size_t size = 0;
    std::string_view meant;
    if (s[at] == '%' && at + 1 < s.size()) {
      if (s[at + 1] == '%') meant = "%";
      const bool letter = std::string_view("svdqr%").find(s[at + 1]) != std::string_view::npos;
      const std::size_t close = s[at + 1] == '(' ? s.find(')', at) : std::string::npos;
      size = letter ? 2 : close != std::string::npos ? close + 2 - at : 0;
    } else if (s[at] == '{') {
      const std::size_t close = s.find('}', at);
      if (close != std::string::npos && close - at < 40 && s.find('{', at + 1) > close) size = close + 1 - at;
    }
    if (size == 0 || at + size > s.size()) {
      ++at;
      continue;
    }
    out.add(format.slice(done, at));
    const Value place = format.slice(at, at + size);
    at += size;
    done = at;
    if (!meant.empty()) {
      out.add_escape(meant, {place.first_source(), place.last_source()});
      continue;
    }
    Value argument;
    const std::uint32_t item = i < end ? item_end(i, end) : end;
    if (i < end && value(i, item, argument) && argument.literals > 0) {
      out.add(argument);
    } else {
      out.add(place);
      out.gaps.push_back({place.first_source(), place.last_source()});
    }
    i = std::min(end, item + 1);
  }
  out.add(format.slice(done, s.size()));
  return out;
}

bool Expressions::join(const Value& separator, std::uint32_t& i, std::uint32_t end, Value& out) {
  // " ".join(text.split())
  std::uint32_t each_start = i;
  if (separator.text == " " && tokens_.is_kind(i, Kind::Word)) {
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

std::uint32_t Expressions::group(std::uint32_t i, char bracket) {
  for (int hops = 0; hops < kDeepest && i < tokens_.size(); ++hops) {
    if (tokens_.opens(i) && tokens_.text(i)[0] == bracket) return i;
    if (tokens_.is(i, "%") || tokens_.is(i, "&") || tokens_.is(i, "new")) {  // Elixir's %{
      ++i;
      continue;
    }
    if (!tokens_.is_kind(i, Kind::Word)) return tokens_.size();
    std::uint32_t last = i;
    while (tokens_.is(last + 1, ".") && tokens_.is_kind(last + 2, Kind::Word)) last += 2;
    if (tokens_.opens(last + 1)) {
      // array(...), dict(...), Object.freeze({...}), map[string]string{...}
      if (tokens_.text(last + 1)[0] == bracket) return last + 1;
      if (tokens_.opens(last + 2)) {
        i = last + 2;
        continue;
      }
      const std::uint32_t close = tokens_.group_end(last + 1);
      if (close < tokens_.size() && tokens_.is_kind(close + 1, Kind::Word) && tokens_.opens(close + 2)) {
        i = close + 2;
        continue;
      }
      return tokens_.size();
    }
    const std::uint32_t next = definition(tokens_.text(last), i);
    if (next == i) return tokens_.size();
    i = next;
  }
  return tokens_.size();
}

bool Expressions::list(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out) {
  if (depth_ >= kDeepest || !spend(1) || i >= end) return false;
  while (i < end && (tokens_.is(i, "new") || tokens_.is(i, "&") || tokens_.is(i, "*") || tokens_.is(i, "..."))) ++i;
  if (tokens_.is_kind(i, Kind::Words)) {
    const Span inside = tokens_.inside(i);
    const std::string_view words = source_.bytes();
    for (std::uint32_t at = inside.start; at < inside.end;) {
      if (is_blank(words[at])) {
        ++at;
        continue;
      }
      std::uint32_t stop = at;
      while (stop < inside.end && !is_blank(words[stop])) ++stop;
      Value word;
      word.literals = 1;
      word.add_run(words.substr(at, stop - at), at);
      out.push_back(std::move(word));
      at = stop;
    }
    ++i;
    return true;
  }
  ++depth_;
  bool known = false;
  std::uint32_t open = tokens_.size();
  if (tokens_.opens(i)) {
    open = i;
    // []string{...}
    if (tokens_.is(i, "[") && tokens_[i].mate == i + 1 && tokens_.is_kind(i + 2, Kind::Word) &&
        tokens_.is(i + 3, "{")) {
      open = i + 3;
    } else if (tokens_.is(i, "[") && tokens_[i].mate == i + 1 && tokens_.is(i + 2, "{")) {
      open = i + 2;
    }
  } else if (tokens_.is_kind(i, Kind::Word)) {
    std::uint32_t last = i;
    while ((tokens_.is(last + 1, ".") || tokens_.is(last + 1, "::")) && tokens_.is_kind(last + 2, Kind::Word))
      last += 2;
    std::uint32_t next = last + 1;
    if (tokens_.is(next, "!")) ++next;
    const std::string name = plain_name(tokens_.text(last));
    const bool makes = is_one_of(name, {"array", "of", "listof", "setof", "aslist", "vec", "list", "tuple", "set",
                                        "string", "arrayof", "mutablelistof", "seq", "frozenset", "sequenceof"});
    if (makes && tokens_.opens(next)) {
      open = next;
      if (tokens_.is(open, "[") && tokens_[open].mate == open + 1 && tokens_.is(open + 2, "{")) open += 2;
    } else if (!tokens_.opens(next)) {
      std::uint32_t start = definition(tokens_.text(last), i);
      if (start < tokens_.size()) {
        known = list(start, tokens_.size(), out);
        i = last + 1;
      }
    }
  }
  if (open < tokens_.size() && tokens_.group_end(open) < tokens_.size()) {
    const std::uint32_t close = tokens_.group_end(open);
    known = true;
    for (std::uint32_t item = open + 1; item < close;) {
      const std::uint32_t item_stop = item_end(item, close);
      std::uint32_t at = item;
      // PHP's "0 => 'x'"
      if (tokens_.is_kind(item, Kind::Number) && tokens_.is(item + 1, "=>")) at = item + 2;
      const bool spread = tokens_.is(at, "...") || tokens_.is(at, "*");
      Value each;
      if (item == item_stop) {
      } else if (spread && list(at, item_stop, out)) {
      } else if (value(at, item_stop, each)) {
        if (at < item_stop) each.gaps.push_back({tokens_[at].start, tokens_[item_stop - 1].end});
        out.push_back(std::move(each));
      } else {
        Value gap;
        add_gap({tokens_[item].start, tokens_[item_stop - 1].end}, gap);
        out.push_back(std::move(gap));
      }
      item = item_stop + 1;
    }
    i = close + 1;
    if (tokens_.is(i, "+") && i + 1 < end) {
      ++i;
      list(i, end, out);
    }
  }
  --depth_;
  return known;
}

}  // namespace headstrong::http::code
