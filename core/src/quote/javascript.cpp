// String literals of JavaScript (ECMA-262 sections 12.9.4 and 12.9.6). Node sends a header's value as
// Latin-1, so that \xHH is a byte.
#include "quote/language.hpp"

namespace headstrong::quote::javascript {

constexpr Escapes kEscapes{.letters = "n\nt\tr\rb\bf\fv\v",
                           .numbers = Numbers::Latin1,
                           .x_digits = 2,
                           .octal = true,
                           .u4 = true,
                           .braces = true,
                           .itself = "*",
                           .joins_lines = true};

template <char Mark>
Step step(std::string_view rest, int&, std::string& out) {
  if (rest[0] == Mark) return close();
  if (is_line_end(rest[0])) return over();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

Step step_template(std::string_view rest, int&, std::string& out) {
  if (rest[0] == '`') return close();
  if (starts(rest, "${")) return gap(1 + braced_length(rest.substr(1)));
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

void encode_double(std::string_view text, std::string& out) { encode_latin1(text, "\"\\", out); }
void encode_single(std::string_view text, std::string& out) { encode_latin1(text, "'\\", out); }
void encode_template(std::string_view text, std::string& out) { encode_latin1(text, "`\\$", out); }

extern const SpellingSpec kDouble{"\"", "\"", step<'"'>, encode_double};
extern const SpellingSpec kSingle{"'", "'", step<'\''>, encode_single};
extern const SpellingSpec kTemplate{"`", "`", step_template, encode_template};

}  // namespace headstrong::quote::javascript
