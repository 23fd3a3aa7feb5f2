#include "http/code/write_code.hpp"

#include "http/code/words.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace write_code_detail {

quote::Spelling usual_spelling(Language language) {
  using quote::Spelling;
  switch (language) {
    case Language::Cpp:
    case Language::Dart:
    case Language::JavaScript: return Spelling::JavaScriptDouble;
    case Language::Python: return Spelling::PythonDouble;
    case Language::Perl:
    case Language::Php: return Spelling::PhpDouble;
    case Language::Ruby:
    case Language::Elixir: return Spelling::RubyDouble;
    case Language::Other:
    case Language::Swift:
    case Language::Scala:
    case Language::Java: return Spelling::JavaString;
    case Language::Go: return Spelling::GoString;
    case Language::Csharp: return Spelling::CsharpString;
    case Language::Rust: return Spelling::RustString;
    case Language::Shell: return Spelling::ShellDouble;
    case Language::Lua: return Spelling::LuaDouble;
  }
  return Spelling::Plain;
}

/// b'...', of which another type is made than of '...'
bool is_bytes(std::string_view literal) {
  return literal.size() > 1 && (literal[0] == 'b' || literal[0] == 'B') && (literal[1] == '"' || literal[1] == '\'');
}

/// What stands between name and value, in which the name may stand once more: headers['x'] = [{ key: 'X', value: ... }].
std::string renamed(std::string_view between, std::string_view old, std::string_view name) {
  std::string text(between);
  for (std::size_t at = 1; !old.empty() && at + old.size() < text.size(); ++at) {
    const char mark = text[at - 1];
    const bool quoted = (mark == '"' || mark == '\'' || mark == '`') && text[at + old.size()] == mark;
    if (!quoted || !text::iequals(std::string_view(text).substr(at, old.size()), old)) continue;
    text.replace(at, old.size(), name);
    at += name.size();
  }
  return text;
}

bool is_quoted(std::string_view source, const Statement& like) {
  const std::uint32_t start = like.name.start;
  return start > 0 && std::string_view("\"'`").find(source[start - 1]) != std::string_view::npos;
}

/// Where a name begins in the text: a constant's with what qualifies it, as a literal takes its place.
std::uint32_t start_of_name(std::string_view source, const Statement& like) {
  std::uint32_t start = like.name.start;
  if (is_quoted(source, like)) return start;
  while (start > like.start &&
         (is_word_byte(source[start - 1]) || source[start - 1] == '.' || source[start - 1] == ':')) {
    --start;
  }
  return start;
}

/// Whether what stands around a literal has to stay: Rust's types hang on it; Erlang's binaries are in marks.
bool is_wrapped(std::string_view source, const Statement& like, Language language) {
  const bool wraps =
      language == Language::Rust || (language == Language::Other && source.substr(like.expression.start, 2) == "<<");
  return wraps && like.value.start >= like.expression.start && like.value.end <= like.expression.end;
}

}  // namespace write_code_detail
using namespace write_code_detail;

std::string literal_in(std::string_view value, Language language) {
  return quote::literal(value, usual_spelling(language));
}

std::string refusal_in(std::string_view value, Language language) {
  if (value.find("{{nonce}}") != value.npos) {
    return "A nonce needs a new value for each response, which this code doesn't make yet. Use the "
           "configuration for your framework instead.";
  }
  // In Perl's strings "@" begins the name of a list.
  const bool list = language == Language::Perl && value.find('@') != value.npos;
  if (list || !quote::carries(value, usual_spelling(language)))
    return "This language can't express one of the values "
           "in a literal.";
  return {};
}

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  if (!take_kept_apart(source, field, statement)) return false;
  statement.expression = field.expression;
  statement.entry = field.entry;
  const bool comma = statement.entry && source[statement.end - 1] == ',';
  if (comma) --statement.words_end;
  // Not every language takes a comma behind the last argument, nor Erlang behind the last of a map.
  std::size_t next = statement.end;
  while (next < source.size() && text::is(source[next], text::kAsciiWhitespace)) ++next;
  const bool binary = source.substr(field.expression.start, 2) == "<<";
  const std::string_view closes = source.substr(next, 1);
  statement.parted = statement.entry && !comma && (closes == ")" || (binary && closes == "}"));
  return true;
}

std::string statement_in(std::string_view source, const Statement& like, std::string_view name, std::string_view value,
                         Language language) {
  const auto part = [&](std::uint32_t from, std::uint32_t to) {
    return from < to ? source.substr(from, to - from) : std::string_view();
  };
  const bool line = like.name.start >= like.expression.start && like.name.end <= like.expression.end;
  std::string text;
  if (line) {
    // "Name: value" in one literal
    text.append(part(like.start, like.expression.start));
    text += literal_in(std::string(name) + ": " + std::string(value), language);
  } else {
    const std::uint32_t name_start = start_of_name(source, like);
    text.append(part(like.start, name_start));
    const bool bytes = is_bytes(part(like.value.start, like.value.end));
    // Names in bytes are ASGI's, which have no capitals; those of from_static may have none.
    const bool lower = bytes || part(like.start, name_start).find("from_static(") != std::string_view::npos;
    const std::string written = lower ? text::lowered(name) : std::string(name);
    text += is_quoted(source, like) ? written : literal_in(written, language);
    text += renamed(part(like.name.end, like.expression.start), part(like.name.start, like.name.end), name);
    const bool wrapped = is_wrapped(source, like, language);
    if (wrapped) text.append(part(like.expression.start, like.value.start));
    if (bytes) text += 'b';
    text += literal_in(value, language);
    if (wrapped) text.append(part(like.value.end, like.expression.end));
  }
  text.append(part(like.expression.end, like.words_end));
  if (like.entry && !like.parted) text += ',';
  return text;
}

}  // namespace headstrong::http::code
