#include "http/dialects/dialect.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/code/language.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http {

#define HEADSTRONG_DIALECT(file)     \
  namespace file {                   \
  extern const DialectSpec kDialect; \
  }
#include "http/dialects/dialects.def"
#undef HEADSTRONG_DIALECT

namespace dialect_detail {

constexpr const DialectSpec* kAll[] = {
#define HEADSTRONG_DIALECT(file) &file::kDialect,
#include "http/dialects/dialects.def"
#undef HEADSTRONG_DIALECT
};
constexpr std::size_t kCount = std::size(kAll);
constexpr int kSureOfLanguage = 60;

constexpr FormatInfo kFormats[] = {
#define HEADSTRONG_FORMAT(enumerator, id, lines, values, words, nothing) \
  {id, Lines::lines, Values::values, words, nothing},
#include "http/dialects/formats.def"
#undef HEADSTRONG_FORMAT
};

/// Looked up for every byte of every paste.
constexpr auto kWordBytes = [] {
  std::array<bool, 256> bytes{};
  for (std::size_t i = 0; i < 128; ++i) {
    const char c = static_cast<char>(i);
    bytes[i] = text::is(c, text::kAlpha | text::kDigit) || c == '_' || c == '-' || c == '.' || c == '@';
  }
  return bytes;
}();
bool is_word(char c) { return kWordBytes[static_cast<unsigned char>(c)]; }

/// Finds the literal behind the field's name: behind blanks, the name's mark, "=", "=>" or ":".
bool find_value(std::string_view s, const Field& field, Statement& statement) {
  if (field.spelling == quote::Spelling::Unwritable || field.inherited) return false;
  statement.name = field.name_span;
  std::uint32_t at = field.name_span.end;
  const char mark = field.name_span.start > 0 ? s[field.name_span.start - 1] : '\0';
  if ((mark == '"' || mark == '\'' || mark == '`') && at < s.size() && s[at] == mark) ++at;
  while (at < s.size() && (text::is(s[at], text::kAsciiWhitespace) || s[at] == '=' || s[at] == '>' ||
                           (s[at] == ':' && at == field.name_span.end))) {
    ++at;
  }
  const std::string_view open = quote::opening(field.spelling);
  if (s.substr(at, open.size()) != open) return false;
  const std::uint32_t inside = at + static_cast<std::uint32_t>(open.size());
  const auto end = static_cast<std::uint32_t>(quote::end_of(s, inside, field.spelling));
  // Not the value's own: it is set elsewhere, or in several pieces.
  const Span value = field.value.to_source(0, field.value.text().size());
  if (value.start < at || value.end > end) return false;
  statement.value = {at, end};
  return true;
}

/// Which dialects have one of their words in the text.
class Triggers {
 public:
  Triggers() {
    for (const DialectSpec* dialect : kAll) {
      for (const std::string_view word : dialect->triggers) {
        sizes_[static_cast<unsigned char>(word.front())] |= size_bit(word);
      }
    }
  }

  std::array<bool, kCount> found_in(std::string_view s) const {
    std::array<bool, kCount> found{};
    for (std::size_t i = 0; i < kCount; ++i) found[i] = kAll[i]->triggers.empty();
    for (std::size_t at = 0; at < s.size();) {
      if (!is_word(s[at])) {
        ++at;
        continue;
      }
      const std::size_t start = at;
      while (at < s.size() && is_word(s[at])) ++at;
      const std::string_view word = s.substr(start, at - start);
      if ((sizes_[static_cast<unsigned char>(word.front())] & size_bit(word)) != 0) mark(word, found);
    }
    return found;
  }

 private:
  static void mark(std::string_view word, std::array<bool, kCount>& found) {
    for (std::size_t i = 0; i < kCount; ++i) {
      const auto& triggers = kAll[i]->triggers;
      if (!found[i]) found[i] = std::find(triggers.begin(), triggers.end(), word) != triggers.end();
    }
  }

  /// A bit for each size; long words share the last.
  static std::uint64_t size_bit(std::string_view word) {
    return std::uint64_t{1} << std::min<std::size_t>(word.size(), 63);
  }

  std::array<std::uint64_t, 256> sizes_{};  // of the words that begin with that byte
};

/// Whether the text begins with lines of known headers, as no configuration does: nothing more is asked of it.
bool begins_with_fields(std::string_view s) {
  text::Line line;
  text::LineCursor cursor(s);
  constexpr int kEnough = 5;
  constexpr int kMostOthers = 4;
  bool dashed = false;
  int fields = 0;
  int others = 0;
  while (fields < kEnough && (fields < 2 || !dashed) && cursor.next(line)) {
    if (line.text.empty()) continue;
    const std::string_view words = line.text;
    const std::string_view name = words.substr(0, words.find(':'));
    if (name.size() == words.size()) return false;
    const std::string_view value = text::trim(words.substr(name.size() + 1));
    if (value.empty() || std::string_view("\"'`[{|>&*!").find(value.front()) != value.npos) return false;
    if (header_name(name) == HeaderName::Unknown) {
      // A server's own: x-served-by-us: web-3
      const bool own = name.find('-') != name.npos && text::all_of(name, text::kToken) && ++others <= kMostOthers;
      if (!own) return false;
      continue;
    }
    dashed = dashed || name.find('-') != name.npos;
    ++fields;
  }
  return fields >= 2 && dashed;
}

}  // namespace dialect_detail

const FormatInfo& info(Format format) { return dialect_detail::kFormats[static_cast<std::size_t>(format)]; }

Recognised recognise_dialect(std::string_view text, int below) {
  // What a server sent says so in its first lines.
  if (status_of(text::trim(text.substr(0, text.find('\n')))) || dialect_detail::begins_with_fields(text)) return {};
  static const dialect_detail::Triggers kTriggers;
  const auto asked = kTriggers.found_in(text);
  const std::optional<code::Language> language = code::language_of(text);
  Recognised best;
  for (std::size_t i = 0; i < dialect_detail::kCount; ++i) {
    const DialectSpec& dialect = *dialect_detail::kAll[i];
    int sure = 0;
    if (dialect.language) {
      sure = dialect.language == language ? dialect_detail::kSureOfLanguage : 0;
    } else if (asked[i]) {
      sure = dialect.recognise(text);
    }
    if (sure > best.sure && sure < below) best = {&dialect, sure};
  }
  return best;
}

const DialectSpec* dialect_of(Format format) {
  const auto* found = std::find_if(std::begin(dialect_detail::kAll), std::end(dialect_detail::kAll),
                                   [&](const DialectSpec* dialect) { return dialect->format == format; });
  return found == std::end(dialect_detail::kAll) ? nullptr : *found;
}

void add_field(Response& response, std::string_view name, Span name_span, quote::Decoded value,
               quote::Spelling spelling) {
  Field field;
  field.name = name;
  field.name_span = name_span;
  field.invalid_name = !text::all_of(name, text::kToken);
  const Span written = value.text.to_source(0, value.text.text().size());
  field.span = around(name_span, written);
  field.value = std::move(value.text);
  field.spelling = spelling;
  response.gaps.insert(response.gaps.end(), value.gaps.begin(), value.gaps.end());
  // What a value stands in, and what a place inherits, may be anywhere in the text.
  response.span = response.fields.empty() ? field.span : around(response.span, field.span);
  response.fields.push_back(std::move(field));
}

bool take_line_apart(std::string_view source, const Field& field, Statement& statement, char comment) {
  if (!dialect_detail::find_value(source, field, statement)) return false;
  std::uint32_t start = statement.name.start;
  while (start > 0 && source[start - 1] != '\n') --start;
  while (text::is(source[start], text::kSpaceTab)) ++start;
  statement.start = start;
  std::uint32_t end = statement.value.end;
  statement.words_end = end;
  for (; end < source.size() && source[end] != '\n'; ++end) {
    if (comment != '\0' && source[end] == comment && text::is(source[end - 1], text::kSpaceTab)) break;
    if (!text::is(source[end], text::kAsciiWhitespace)) statement.words_end = end + 1;
  }
  statement.end = statement.words_end;
  return true;
}

bool take_statement_apart(std::string_view source, const Field& field, Statement& statement, char terminator) {
  if (!dialect_detail::find_value(source, field, statement)) return false;
  std::uint32_t start = statement.name.start;
  while (start > 0 && std::string_view("\n{};(").find(source[start - 1]) == std::string_view::npos &&
         source[start - 1] != terminator) {
    --start;
  }
  while (text::is(source[start], text::kAsciiWhitespace)) ++start;
  statement.start = start;
  std::uint32_t end = statement.words_end = statement.value.end;
  while (end < source.size() && text::is(source[end], text::kAsciiWhitespace)) ++end;
  const bool closed = end < source.size() && source[end] == terminator;
  statement.end = closed ? end + 1 : statement.words_end;
  return true;
}

bool take_kept_apart(std::string_view source, const Field& field, Statement& statement) {
  if (field.statement.empty() || field.statement.end > source.size()) return false;
  statement.start = field.statement.start;
  statement.end = statement.words_end = field.statement.end;
  statement.name = field.name_span;
  statement.value = field.literal;
  return true;
}

std::string hiding_line(std::string_view source, const Statement& like, std::string_view name) {
  std::uint32_t start = like.start;
  while (start > 0 && source[start - 1] != '\n') --start;
  return std::string(source.substr(start, like.name.start - start))
      .append(name)
      .append(source.substr(like.name.end, like.end - like.name.end));
}

std::string copy_of(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  std::string text(source.substr(like.start, like.name.start - like.start));
  text += name;
  text += source.substr(like.name.end, like.value.start - like.name.end);
  text += value;
  return text.append(source.substr(like.value.end, like.end - like.value.end));
}

std::string place_at_line(std::string_view what, std::uint32_t line) {
  return std::string(what) + ", line " + std::to_string(line);
}

}  // namespace headstrong::http
