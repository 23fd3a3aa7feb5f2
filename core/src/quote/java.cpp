// Java's string literals (JLS section 3.10).
#include "quote/language.hpp"

namespace headstrong::quote::java {

Step step(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.letters = "n\nt\tr\rb\bf\fs ", .octal = true, .u4 = true, .itself = "\\'\""};
  if (rest[0] == '"') return close();
  if (is_line_end(rest[0])) return over();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

void encode(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\", out); }

extern const SpellingSpec kString{"\"", "\"", step, encode};

}  // namespace headstrong::quote::java
