#include <string>
#include <string_view>

#include "headstrong/text_report.hpp"
#include "text/invisible.hpp"
#include "text/utf8.hpp"

namespace headstrong::report {
namespace shown_detail {

constexpr std::string_view kHex = "0123456789abcdef";

void add_control(std::string& out, unsigned char byte) {
  switch (byte) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  out += "\\x";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

void add_code_point(std::string& out, unsigned code_point) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(code_point >> shift) & 15];
}

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
      add_control(out, static_cast<unsigned char>(s[at]));
    } else if (hidden > 1) {
      add_code_point(out, text::code_point_at(s, at));
    } else {
      const std::size_t length = text::utf8_length(s, at);
      out += length == 0 ? std::string_view("\xEF\xBF\xBD") : s.substr(at, length);
      at += length == 0 ? 1 : length;
    }
    at += hidden;
  }
  return out;
}

}  // namespace headstrong
