// Strings of Terraform's language, which are templates (HCL native syntax specification, "Template
// Expressions").
#include "quote/language.hpp"

namespace headstrong::quote::hcl {

Step step(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.letters = "n\nt\tr\r", .u4 = true, .u8 = true, .itself = "\\\""};
  if (rest[0] == '"') return close();
  if (is_line_end(rest[0])) return over();
  if (starts(rest, "$${") || starts(rest, "%%{")) {
    out += rest.substr(1, 2);
    return nothing(3);
  }
  if (starts(rest, "${") || starts(rest, "%{")) return gap(1 + braced_length(rest.substr(1)));
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

void encode(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\\') out += '\\';
    if ((c == '$' || c == '%') && byte_at(text, i + 1) == '{') out += c;
    if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
}

/// "$" before what is an escape already: "$${" would read as "${".
bool carries(std::string_view text) {
  return !has_control(text) && text.find("$${") == std::string_view::npos && text.find("%%{") == std::string_view::npos;
}

extern const SpellingSpec kString{"\"", "\"", step, encode, carries};

}  // namespace headstrong::quote::hcl
