// ASCII character classes and case-insensitive comparison. Locale never matters here.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace headstrong::text {

enum CharClass : std::uint16_t {
  kSpaceTab = 1 << 0,         // SP and HTAB: RFC 9110 OWS
  kAsciiWhitespace = 1 << 1,  // Infra "ASCII whitespace": TAB, LF, FF, CR, SPACE (never VT, never NBSP)
  kAlpha = 1 << 2,
  kDigit = 1 << 3,
  kToken = 1 << 4,  // RFC 9110 tchar
  kHexDigit = 1 << 5,
  kControl = 1 << 6,     // 0x00-0x1F and 0x7F
  kBase64 = 1 << 7,      // letters, digits, + / - _ (both alphabets), without '='
  kVisible = 1 << 8,     // 0x21-0x7E
  kLabel = 1 << 9,       // of a host name: letters, digits, -
  kScheme = 1 << 10,     // of a scheme behind its first letter (RFC 3986): letters, digits, + - .
  kPath = 1 << 12,       // of a URL's path: pchar and "/" (RFC 3986 section 3.3), without "%"
  kJsonPlain = 1 << 11,  // stands for itself in a JSON string: 0x20-0x7E without " and backslash
};

namespace ascii_detail {
using CharClassTable = std::array<std::uint16_t, 256>;

constexpr void add(CharClassTable& table, unsigned classes, unsigned first, unsigned last) {
  for (unsigned c = first; c <= last; ++c) table[c] = static_cast<std::uint16_t>(table[c] | classes);
}
constexpr void add(CharClassTable& table, unsigned classes, std::string_view marks) {
  for (const char c : marks) add(table, classes, static_cast<unsigned char>(c), static_cast<unsigned char>(c));
}

consteval CharClassTable char_class_table() {
  CharClassTable table{};
  constexpr unsigned kInWords = kBase64 | kLabel | kScheme | kPath | kToken;
  add(table, kInWords | kAlpha, 'a', 'z');
  add(table, kInWords | kAlpha, 'A', 'Z');
  add(table, kInWords | kDigit | kHexDigit, '0', '9');
  add(table, kHexDigit, "abcdefABCDEF");
  add(table, kSpaceTab | kAsciiWhitespace, " \t");
  add(table, kAsciiWhitespace, "\n\r\f");
  add(table, kControl, 0x00, 0x1F);
  add(table, kControl, "\x7F");
  add(table, kVisible, 0x21, 0x7E);
  add(table, kJsonPlain, ' ', '!');
  add(table, kJsonPlain, '#', '[');
  add(table, kJsonPlain, ']', '~');
  add(table, kBase64, "+/-_");
  add(table, kLabel, "-");
  add(table, kScheme, "+-.");
  add(table, kPath, "/-._~!$&'()*+=:@");
  add(table, kToken, "!#$%&'*+-.^_`|~");
  return table;
}
inline constexpr CharClassTable kCharClass = char_class_table();
}  // namespace ascii_detail

constexpr bool is(char c, std::uint16_t classes) {
  return (ascii_detail::kCharClass[static_cast<unsigned char>(c)] & classes) != 0;
}
constexpr bool is_non_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

constexpr bool all_of(std::string_view s, std::uint16_t classes) {
  for (const char c : s) {
    if (!is(c, classes)) return false;
  }
  return true;
}

/// ASCII case-insensitive equality (the "LC" of the spec sheets).
constexpr bool iequals(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
  }
  return true;
}
constexpr bool istarts_with(std::string_view s, std::string_view prefix) {
  return s.size() >= prefix.size() && iequals(s.substr(0, prefix.size()), prefix);
}
constexpr bool iends_with(std::string_view s, std::string_view suffix) {
  return s.size() >= suffix.size() && iequals(s.substr(s.size() - suffix.size()), suffix);
}

inline std::string lowered(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = to_lower(c);
  return out;
}

constexpr std::string_view trim(std::string_view s, std::uint16_t classes = kAsciiWhitespace) {
  while (!s.empty() && is(s.front(), classes)) s.remove_prefix(1);
  while (!s.empty() && is(s.back(), classes)) s.remove_suffix(1);
  return s;
}

}  // namespace headstrong::text
