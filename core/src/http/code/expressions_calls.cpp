// Calls and methods whose result the text tells: joined, formatted, replaced texts.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "http/code/expressions.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

namespace expressions_calls_detail {

/// A place of a format that an argument fills, or that stands for `meant`.
struct FormatPlace {
  std::size_t size = 0;  // 0: no place
  std::string_view meant;
};

/// The place that begins at `at`: "%s", "%[1]s", "%1$s", "%(name)s", "{}", "{0}", "{name}"; "%%" means a percent sign.
FormatPlace place_at(std::string_view s, std::size_t at) {
  if (s[at] == '{') {
    const std::size_t close = s.find('}', at);
    const bool is_place = close != s.npos && close - at < 40 && s.find('{', at + 1) > close;
    return {is_place ? close + 1 - at : 0, {}};
  }
  if (s[at] != '%' || at + 1 >= s.size()) return {};
  const char kind = s[at + 1];
  if (kind == '%') return {2, "%"};
  if (std::string_view("svdqr").find(kind) != std::string_view::npos) return {2, {}};
  if (kind == '[' || text::is(kind, text::kDigit)) {
    const std::size_t close = s.find(kind == '[' ? ']' : '$', at);
    return {close != s.npos && close - at < 5 && close + 1 < s.size() ? close + 2 - at : 0, {}};
  }
  const std::size_t close = kind == '(' ? s.find(')', at) : s.npos;
  return {close != s.npos ? close + 2 - at : 0, {}};
}

/// What a place names: "name" of "%(name)s" and "{name}", "0" of "{0:d}", "1" of "%[1]s"; nothing where it takes the next.
std::string_view named_in(std::string_view place) {
  if (place.front() == '{') return place.substr(1, place.find_first_of(":}!") - 1);
  if (place[1] == '(' || place[1] == '[') return place.substr(2, place.find_first_of(")]") - 2);
  return text::is(place[1], text::kDigit) ? place.substr(1, place.find('$') - 1) : std::string_view();
}

/// Which argument a number means, counted from 0: Go's and PHP's places count from 1.
std::size_t index_of(std::string_view number, bool from_one) {
  std::size_t index = 0;
  for (const char c : number.substr(0, 3)) index = index * 10 + static_cast<std::size_t>(c - '0');
  return from_one && index > 0 ? index - 1 : index;
}

/// What asks the surroundings for a value: the environment, a configuration.
bool asks_surroundings(std::string_view name) {
  return is_one_of(name, {"get", "getenv", "env", "config", "getordefault", "getproperty", "fetch", "environ"});
}

}  // namespace expressions_calls_detail

bool builds_texts(Language language) { return language == Language::Java || language == Language::Csharp; }

using namespace expressions_calls_detail;

/// The arguments one behind the other; R's paste puts a blank between them.
bool Expressions::concatenated(std::string_view name, std::uint32_t i, std::uint32_t close, Value& out) {
  const bool blanks = name == "paste";
  for (const std::uint32_t first = i; i < close;) {
    const std::uint32_t item = item_end(i, close);
    // paste(..., sep = "")
    if (tokens_.is(i, "sep") || tokens_.is(i, "collapse")) return !blanks;
    if (blanks && i > first) out.add_escape(" ", {tokens_[i - 1].start, tokens_[i - 1].end});
    if (!value(i, item, out)) return false;
    i = item + 1;
  }
  return true;
}

/// str_replace("\n", " ", $text), preg_replace('/\s+/', ' ', $text), re.sub(r"\s+", " ", text): blanks and line ends are
/// put together anyway.
bool Expressions::replaced_blanks(std::uint32_t i, std::uint32_t close, Value& out) {
  const std::string_view pattern = tokens_.is(i, "[") && tokens_.is_kind(i + 1, Kind::String)
                                       ? tokens_.inside_text(i + 1)
                                   : tokens_.is_kind(i, Kind::String) ? tokens_.inside_text(i)
                                                                      : "x";
  const bool blanks = pattern.find("\\s") != pattern.npos || pattern.find("\\n") != pattern.npos ||
                      pattern.find("\\r") != pattern.npos || text::trim(pattern).empty();
  const std::uint32_t second = item_end(i, close) + 1;
  std::uint32_t third = item_end(std::min(second, close), close) + 1;
  return blanks && third < close && value(third, item_end(third, close), out);
}

bool Expressions::call(std::string_view name, std::uint32_t open, Span whole, Value& out) {
  const std::uint32_t close = tokens_.group_end(open);
  std::uint32_t i = open + 1;
  if (is_one_of(name, {"stringbuilder", "stringbuffer"})) {
    // What it begins with, or how much it can hold.
    return i == close || tokens_.is_kind(i, Kind::Number) || value(i, close, out);
  }
  if (i == close) return false;
  const std::uint32_t first_end = item_end(i, close);
  if (name == "join" || name == "implode") return joined_arguments(i, first_end, close, out);
  if (name == "sprintf" || name == "format") {
    Value format;
    if (!value(i, first_end, format)) return false;
    out.add(filled(format, first_end + 1, close));
    return true;
  }
  if (is_one_of(name, {"concat", "paste0", "paste"})) return concatenated(name, i, close, out);
  if (is_one_of(name, {"strreplace", "pregreplace", "resub"})) return replaced_blanks(i, close, out);
  if (wraps_text(name) && first_end == close) return value(i, first_end, out) && out.literals > 0;
  if (!asks_surroundings(name) || first_end >= close) return false;
  // With a text for when they say nothing.
  std::uint32_t fallback = first_end + 1;
  const std::uint32_t end = item_end(fallback, close);
  Value other;
  if (!value(fallback, end, other) || other.literals == 0 || text::trim(other.text).empty()) return false;
  other.gaps.insert(other.gaps.begin(), whole);
  out.add(other);
  return true;
}

/// What join() gives: a list with the separator before or behind it, or texts behind the separator.
bool Expressions::joined_arguments(std::uint32_t i, std::uint32_t first_end, std::uint32_t close, Value& out) {
  Value separator;
  std::uint32_t rest = first_end + 1;
  if (tokens_.is_kind(i, Kind::String) && first_end == i + 1) {
    add_literal(i, separator);
    const bool list_follows = item_end(rest, close) == close && !tokens_.is_kind(rest, Kind::String);
    // String.join("; ", a, b)
    return list_follows ? join(separator, rest, close, out) : joined_texts(separator, rest, close, out);
  }
  // strings.Join(list, "; ")
  if (rest >= close || !tokens_.is_kind(rest, Kind::String)) return false;
  add_literal(rest, separator);
  return join(separator, i, first_end, out);
}

/// The arguments from `i` on, with the separator between them.
bool Expressions::joined_texts(const Value& separator, std::uint32_t i, std::uint32_t close, Value& out) {
  bool first = true;
  while (i < close) {
    const std::uint32_t item = item_end(i, close);
    Value each;
    if (!value(i, item, each)) return false;
    if (!first) out.add_escape(separator.text, out.before(each.first_source()));
    out.add(each);
    first = false;
    i = item + 1;
  }
  return true;
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
  if (name == "stripmargin" || name == "trimmargin") {
    if (!spend(out.text.size())) return false;
    out = without_margin(out);
    return true;
  }
  if (keeps_text(name) || name == "split" || name == "lines") return true;
  if (open == tokens_.size() || !spend(out.text.size() + out.segments.size())) return false;
  const std::uint32_t close = tokens_.group_end(open);
  if (name == "format" || name == "formatted") {
    out = filled(out, open + 1, close);
    return true;
  }
  if (name == "concat" || (name == "append" && builds_texts(tokens_.language()))) {
    std::uint32_t i = open + 1;
    return value(i, close, out);
  }
  if (is_one_of(name, {"replace", "replaceall", "gsub", "sub", "replacefirst"})) return replace(open + 1, close, out);
  return false;
}

/// Scala's and Kotlin's lines without the "|" that each begins with.
Value Expressions::without_margin(const Value& value) {
  Value out;
  std::size_t done = 0;
  const std::string& s = value.text;
  bool begins = true;
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (begins && s[at] == '|') {
      out.add(value.slice(done, at));
      done = at + 1;
    }
    begins = s[at] == '\n' || (begins && is_blank(s[at]));
  }
  out.add(value.slice(done, s.size()));
  out.literals = value.literals;
  out.first_literal = value.first_literal;
  out.last_literal = value.last_literal;
  out.spelling = value.spelling;
  out.mixed = value.mixed;
  return out;
}

/// text.replace("what", replacement)
bool Expressions::replace(std::uint32_t i, std::uint32_t close, Value& out) {
  const std::uint32_t first_end = item_end(i, close);
  const std::string_view pattern = tokens_.text(i);
  // Blanks and line ends are put together anyway.
  const bool blanks = pattern.find("\\s") != std::string_view::npos || pattern.find("\\n") != std::string_view::npos ||
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

/// Fills the places of a format ("%s", "{}", "{name}") with its arguments, of which each one that the text
/// does not hold is a gap.
Value Expressions::filled(const Value& format, std::uint32_t i, std::uint32_t end) {
  Value out;
  std::size_t done = 0;
  const std::string& s = format.text;
  constexpr std::size_t kReadable = 16384;
  if (s.size() > kReadable || format.segments.size() > 64) return format;
  const std::vector<Argument> given = arguments(i, end);
  std::size_t next = 0;
  for (std::size_t at = 0; at < s.size();) {
    const auto [size, meant] = place_at(s, at);
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
    const Value argument = argument_at(place, next, given, i);
    next += named_in(place.text).empty();
    if (!argument.text.empty()) {
      out.add(argument);
    } else {
      out.add(place);
      out.gaps.push_back({place.first_source(), place.last_source()});
    }
  }
  out.add(format.slice(done, s.size()));
  return out;
}

/// The arguments from `i` on, of which those that the text does not hold are empty.
std::vector<Expressions::Argument> Expressions::arguments(std::uint32_t i, std::uint32_t end) {
  constexpr std::size_t kMost = 40;
  std::vector<Argument> given;
  while (i < end && given.size() < kMost) {
    const std::uint32_t item = item_end(i, end);
    Argument each;
    if (tokens_.is_kind(i, Kind::Word) && tokens_.is(i + 1, "=") && i + 2 < item) {
      each.name = tokens_.text(i);
      i += 2;
    }
    const bool known =
        value(i, item, each.value) && (each.value.literals > 0 || text::all_of(each.value.text, text::kDigit));
    if (!known) each.value = {};
    given.push_back(std::move(each));
    i = item + 1;
  }
  return given;
}

/// What fills a place, `next` the arguments that were taken before; `at` is where a variable's value is asked for.
Value Expressions::argument_at(const Value& place, std::size_t next, const std::vector<Argument>& given,
                               std::uint32_t at) {
  const std::string_view name = named_in(place.text);
  if (text::all_of(name, text::kDigit)) {
    const std::size_t index = name.empty() ? next : index_of(name, place.text.front() == '%');
    return index < given.size() && given[index].name.empty() ? given[index].value : Value();
  }
  for (const Argument& each : given) {
    if (each.name == name) return each.value;
  }
  // Rust's places name variables.
  Value held;
  const bool known = tokens_.language() == Language::Rust && variable(name, at, held) && held.gaps.empty();
  return known ? held : Value();
}

}  // namespace headstrong::http::code
