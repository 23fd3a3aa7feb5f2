#include "emit/quote/quote.hpp"

#include "text/ascii.hpp"

namespace headstrong::emitters::quote {

namespace quote_detail {

/// Escapes `marks` with a backslash, and writes bytes above 0x7F as \xHH: in JavaScript and in
/// Python that is the code point of the same number.
std::string latin1_escaped(std::string_view text, std::string_view marks) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    if (text::is_non_ascii(c)) {
      const auto byte = static_cast<unsigned char>(c);
      out.append("\\x").append({kDigits[byte >> 4], kDigits[byte & 15]});
      continue;
    }
    if (c == '\t') {
      out += "\\t";
      continue;
    }
    if (marks.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string in_quotes(char mark, std::string inside) {
  return std::string(1, mark).append(inside).append(1, mark);
}

}  // namespace quote_detail
using namespace quote_detail;

std::string backslashed(std::string_view text, std::string_view marks) {
  std::string out;
  for (const char c : text) {
    if (marks.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t begin = 0;
  for (std::size_t at = text.find(from); at != std::string_view::npos;
       at = text.find(from, begin)) {
    out.append(text.substr(begin, at - begin)).append(to);
    begin = at + from.size();
  }
  return out.append(text.substr(begin));
}

std::string json(std::string_view text) {
  return in_quotes('"', replaced(backslashed(text, "\"\\"), "\t", "\\t"));
}

std::string javascript_bytes(std::string_view text) {
  return in_quotes('"', latin1_escaped(text, "\"\\"));
}

std::string javascript_template_bytes(std::string_view text) {
  return latin1_escaped(text, "`\\$");
}

std::string python_bytes(std::string_view text) {
  return in_quotes('"', latin1_escaped(text, "\"\\"));
}

std::string php(std::string_view text) { return in_quotes('\'', backslashed(text, "'\\")); }

std::string html_attribute(std::string_view text) {
  std::string out = replaced(text, "&", "&amp;");
  out = replaced(out, "\"", "&quot;");
  out = replaced(out, "<", "&lt;");
  return in_quotes('"', std::move(out));
}

std::string toml(std::string_view text) { return in_quotes('"', backslashed(text, "\"\\")); }

std::string yaml(std::string_view text) { return in_quotes('\'', replaced(text, "'", "''")); }

}  // namespace headstrong::emitters::quote
