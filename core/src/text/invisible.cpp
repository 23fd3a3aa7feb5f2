#include "text/invisible.hpp"

#include "text/utf8.hpp"

namespace headstrong::text {
namespace invisible_detail {

bool is_invisible(unsigned code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x61C ||
         (code_point >= 0x200B && code_point <= 0x200F) || (code_point >= 0x2028 && code_point <= 0x202E) ||
         (code_point >= 0x2066 && code_point <= 0x2069) || code_point == 0xFEFF;
}

}  // namespace invisible_detail

unsigned code_point_at(std::string_view s, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(s[at + i])); };
  switch (utf8_length(s, at)) {
    case 1: return byte(0);
    case 2: return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    case 3: return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    case 4: return (byte(0) & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    default: return 0;
  }
}

std::size_t invisible_length(std::string_view s, std::size_t at) {
  const auto byte = static_cast<unsigned char>(s[at]);
  if (byte < 0x80) return invisible_detail::is_invisible(byte) ? 1 : 0;
  // Only these lead bytes begin such a character.
  if (byte != 0xC2 && byte != 0xD8 && byte != 0xE2 && byte != 0xEF) return 0;
  const std::size_t length = utf8_length(s, at);
  return length != 0 && invisible_detail::is_invisible(code_point_at(s, at)) ? length : 0;
}

bool starts_with_odd_blank(std::string_view s) {
  if (s.empty() || static_cast<unsigned char>(s[0]) < 0x80) return false;
  const unsigned code_point = code_point_at(s, 0);
  return code_point == 0xA0 || code_point == 0x3000 || (code_point >= 0x2000 && code_point <= 0x200F) ||
         (code_point >= 0x2028 && code_point <= 0x202F);
}

}  // namespace headstrong::text
