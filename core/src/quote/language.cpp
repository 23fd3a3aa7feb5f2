#include "quote/language.hpp"

#include <algorithm>
#include <array>

#include "text/utf8.hpp"

namespace headstrong::quote {
namespace language_detail {

/// Reads up to `most` hexadecimal digits from s[at] on; tells how many.
std::size_t hex(std::string_view s, std::size_t at, std::size_t most, std::uint32_t& code) {
  std::size_t count = 0;
  code = 0;
  while (count < most && text::is(byte_at(s, at + count), text::kHexDigit)) {
    const char c = s[at + count];
    const int digit = text::is(c, text::kDigit) ? c - '0' : text::to_lower(c) - 'a' + 10;
    code = code * 16 + static_cast<std::uint32_t>(digit);
    ++count;
  }
  return count;
}

/// The second half of a pair whose first is `code`, where it stands at s[at].
bool joins_pair(std::string_view s, std::size_t at, std::uint32_t& code) {
  std::uint32_t low = 0;
  if (code < 0xD800 || code > 0xDBFF || byte_at(s, at) != '\\' || byte_at(s, at + 1) != 'u') return false;
  if (hex(s, at + 2, 4, low) != 4 || low < 0xDC00 || low > 0xDFFF) return false;
  code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  return true;
}

Step number(std::size_t size, std::uint32_t code, bool as_byte, std::string& out) {
  append_code(out, code, as_byte);
  return {Step::Kind::Escape, size};
}

Step unicode(std::string_view rest, const Escapes& escapes, std::string& out) {
  std::uint32_t code = 0;
  const bool latin1 = escapes.numbers == Numbers::Latin1;
  if (escapes.braces && byte_at(rest, 2) == '{') {
    const std::size_t digits = hex(rest, 3, 6, code);
    if (digits == 0 || byte_at(rest, 3 + digits) != '}') return run();
    return number(digits + 4, code, latin1 && code < 0x100, out);
  }
  if (!escapes.u4 || hex(rest, 2, 4, code) != 4) return run();
  const std::size_t size = joins_pair(rest, 6, code) ? 12 : 6;
  return number(size, code, latin1 && code < 0x100, out);
}

Step joined_line(std::string_view rest, const Escapes& escapes) {
  std::size_t size = starts(rest, "\\\r\n") ? 3 : 2;
  while (escapes.strips_next && size < rest.size() && text::is(rest[size], text::kAsciiWhitespace)) ++size;
  return nothing(size);
}

/// What the byte that `rest` begins with does within a quote, the last of what is open. Tells how many bytes behind it go
/// with it.
std::size_t go_on_quoted(std::string_view rest, std::string& open) {
  const char c = rest[0];
  const char mark = open.back();
  if (c == '\\') return 1;
  if (mark == '`' && starts(rest, "${")) {
    open += '{';  // a template within a template
    return 1;
  }
  // A line's end: it began no string. Templates have several lines.
  if (c == mark || (is_line_end(c) && mark != '`')) open.pop_back();
  return 0;
}

}  // namespace language_detail

std::size_t name_length(std::string_view s) {
  std::size_t size = 0;
  while (size < s.size() && is_name(s[size])) ++size;
  return size;
}

void append_code(std::string& out, std::uint32_t code, bool as_byte) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  if (as_byte) {
    out += static_cast<char>(code);
  } else {
    text::append_utf8(out, code);
  }
}

Step backslash(std::string_view rest, const Escapes& escapes, std::string& out) {
  if (rest.size() < 2) return run();
  const char c = rest[1];
  for (std::size_t i = 0; i + 1 < escapes.letters.size(); i += 2) {
    if (escapes.letters[i] == c) return escape(2, out, escapes.letters[i + 1]);
  }
  const bool bytes = escapes.numbers != Numbers::Utf8;
  std::uint32_t code = 0;
  if (c == 'x' && escapes.x_digits > 0) {
    const std::size_t digits = language_detail::hex(rest, 2, static_cast<std::size_t>(escapes.x_digits), code);
    if (digits > 0) return language_detail::number(2 + digits, code, bytes && code < 0x100, out);
  }
  if (c == 'u' && (escapes.u4 || escapes.braces)) return language_detail::unicode(rest, escapes, out);
  if (c == 'U' && escapes.u8 && language_detail::hex(rest, 2, 8, code) == 8) {
    return language_detail::number(10, code, escapes.numbers == Numbers::Latin1 && code < 0x100, out);
  }
  if (escapes.octal && c >= '0' && c <= '7') {
    std::size_t size = 1;
    while (size < 4 && byte_at(rest, size) >= '0' && byte_at(rest, size) <= '7') {
      code = code * 8 + static_cast<std::uint32_t>(rest[size++] - '0');
    }
    return language_detail::number(size, code & 0xFF, bytes, out);
  }
  if (escapes.joins_lines && is_line_end(c)) return language_detail::joined_line(rest, escapes);
  if (has(escapes.itself, c) || (escapes.itself == "*" && !text::is_non_ascii(c))) return escape(2, out, c);
  return run();
}

std::size_t braced_length(std::string_view rest) {
  const char bracket = starts(rest, "(") ? '(' : '{';
  const char mate = bracket == '(' ? ')' : '}';
  std::string open;  // brackets and quotes that are not closed
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    const char innermost = open.empty() ? '\0' : open.back();
    if (has("\"'`", innermost)) {
      i += language_detail::go_on_quoted(rest.substr(i), open);
    } else if (has("\"'`", c) || c == bracket) {
      open += c;
    } else if (c == mate || c == '}') {
      if (!open.empty()) open.pop_back();
      if (open.empty()) return i + 1;
    }
  }
  return rest.size();
}

void encode_backslashed(std::string_view text, std::string_view marks, std::string& out) {
  for (const char c : text) {
    if (c == '\t') {
      out += "\\t";
      continue;
    }
    if (has(marks, c)) out += '\\';
    out += c;
  }
}

void encode_latin1(std::string_view text, std::string_view marks, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!text::is_non_ascii(c)) {
      encode_backslashed(text.substr(i, 1), marks, out);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

void encode_plain(std::string_view text, std::string& out) { out += text; }

void encode_doubled(std::string_view text, char mark, std::string& out) {
  for (const char c : text) {
    if (c == mark) out += c;
    out += c;
  }
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c != '\t' && text::is(c, text::kControl); });
}

}  // namespace headstrong::quote
