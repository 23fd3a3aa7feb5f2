#include "report/json_writer.hpp"

#include "headstrong/text_report.hpp"
#include "text/ascii.hpp"
#include "text/invisible.hpp"

namespace headstrong::report {

void JsonWriter::string(std::string_view s) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out_ += '"';
  std::size_t plain = 0;  // the start of what can be copied as it is
  for (std::size_t at = 0; at < s.size();) {
    while (at < s.size() && text::is(s[at], text::kJsonPlain)) ++at;
    if (at == s.size()) break;
    const auto byte = static_cast<unsigned char>(s[at]);
    if (byte >= 0x80) {
      const std::size_t length = text::utf8_length(s, at);
      const std::size_t hidden = text::invisible_length(s, at);  // JSON, too, is shown on terminals
      if (length != 0 && hidden == 0) {
        at += length;
        continue;
      }
      if (hidden != 0) {
        out_ += s.substr(plain, at - plain);
        out_ += shown(s.substr(at, hidden));  // \u and four digits, as JSON has them
        plain = at += hidden;
        continue;
      }
    }
    out_ += s.substr(plain, at - plain);
    if (byte >= 0x80) {
      out_ += "\xEF\xBF\xBD";
    } else if (byte == '"' || byte == '\\') {
      out_ += '\\';
      out_ += static_cast<char>(byte);
    } else if (byte == '\n') {
      out_ += "\\n";
    } else if (byte == '\t') {
      out_ += "\\t";
    } else if (byte == '\r') {
      out_ += "\\r";
    } else {
      out_ += "\\u00";
      out_ += kHex[byte >> 4];
      out_ += kHex[byte & 15];
    }
    plain = ++at;
  }
  out_ += s.substr(plain);
  out_ += '"';
}

}  // namespace headstrong::report
