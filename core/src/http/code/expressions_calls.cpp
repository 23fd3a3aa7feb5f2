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

/// The place that begins at `at`: "%s", "%(name)s", "{}", "{name}"; "%%" means a percent sign.
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
  const std::size_t close = kind == '(' ? s.find(')', at) : s.npos;
  return {close != s.npos ? close + 2 - at : 0, {}};
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

}  // namespace headstrong::http::code
