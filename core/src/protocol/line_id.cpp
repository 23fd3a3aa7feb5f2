#include "protocol/line_id.hpp"

#include <string_view>

#include "text/invisible.hpp"
#include "text/utf8.hpp"

namespace headstrong::protocol {
namespace line_id_detail {

void append_escape(std::string& out, std::uint32_t unit) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[unit >> shift & 15];
}

/// JSON of the same meaning without anything but printable ASCII. Only within strings can there be more.
std::string in_ascii(std::string_view json) {
  std::string out;
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t length = text::utf8_length(json, at);
    const std::uint32_t code = text::code_point_at(json, at);
    if (code >= 0x10000) {
      append_escape(out, 0xD800 + ((code - 0x10000) >> 10));
      append_escape(out, 0xDC00 + (code & 0x3FF));
    } else if (code >= 0x7F) {
      append_escape(out, code);
    } else if (code >= ' ') {
      out += json[at];
    }
    at += length;
  }
  return out;
}

}  // namespace line_id_detail

std::string with_id(std::string answer, const text::JsonValue& line) {
  const text::JsonValue id = line ? line.find("id") : line;
  if (!id || answer.empty() || answer.front() != '{') return answer;
  answer.pop_back();
  answer += answer.size() > 1 ? ",\"id\":" : "\"id\":";
  answer += line_id_detail::in_ascii(id.source());
  return answer + "}";
}

}  // namespace headstrong::protocol
