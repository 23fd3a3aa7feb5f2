#include "report/shown.hpp"

#include "text/utf8.hpp"

namespace headstrong::report {
namespace shown_detail {

constexpr std::string_view kHex = "0123456789abcdef";

bool is_control(unsigned char byte) { return byte < 0x20 || byte == 0x7F; }

/// Format characters that reorder or hide text (UAX 9, Trojan Source), and separators of lines.
bool is_deceptive(unsigned code_point) {
  return (code_point >= 0x80 && code_point < 0xA0) || code_point == 0x61C ||
         (code_point >= 0x200B && code_point <= 0x200F) ||
         (code_point >= 0x2028 && code_point <= 0x202E) ||
         (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0xFEFF;
}

/// The code point of two or three well-formed bytes; 0 for other lengths, of which none is escaped.
unsigned code_point_of(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(character[i])); };
  if (character.size() == 2) return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
  if (character.size() == 3) {
    return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
  }
  return 0;
}

}  // namespace shown_detail

std::size_t hidden_length(std::string_view s, std::size_t at) {
  using namespace shown_detail;
  const auto byte = static_cast<unsigned char>(s[at]);
  if (byte < 0x80) return is_control(byte) ? 1 : 0;
  // Only these lead bytes begin a character that is escaped.
  if (byte != 0xC2 && byte != 0xD8 && byte != 0xE2 && byte != 0xEF) return 0;
  const std::size_t length = text::utf8_length(s, at);
  return length != 0 && is_deceptive(code_point_of(s.substr(at, length))) ? length : 0;
}

std::string shown(std::string_view s) {
  using namespace shown_detail;
  std::string out;
  out.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t hidden = hidden_length(s, at);
    if (hidden == 1) {
      const auto byte = static_cast<unsigned char>(s[at]);
      if (byte == '\n' || byte == '\r' || byte == '\t') {
        out += byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : "\\t";
      } else {
        out += "\\x";
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
      }
    } else if (hidden > 1) {
      const unsigned code_point = code_point_of(s.substr(at, hidden));
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(code_point >> shift) & 15];
    } else {
      const std::size_t length = text::utf8_length(s, at);
      out += length == 0 ? std::string_view("\xEF\xBF\xBD") : s.substr(at, length);
      at += length == 0 ? 1 : length;
      continue;
    }
    at += hidden;
  }
  return out;
}

}  // namespace headstrong::report
