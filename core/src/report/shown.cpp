#include <string>
#include <string_view>

#include "headstrong/text_report.hpp"
#include "text/invisible.hpp"
#include "text/utf8.hpp"

namespace headstrong::report {
namespace shown_detail {

constexpr std::string_view kHex = "0123456789abcdef";

}  // namespace shown_detail

}  // namespace headstrong::report

namespace headstrong {

std::string shown(std::string_view s) {
  using namespace report::shown_detail;
  std::string out;
  out.reserve(s.size());
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t hidden = text::invisible_length(s, at);
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
      const unsigned code_point = text::code_point_at(s, at);
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

}  // namespace headstrong
