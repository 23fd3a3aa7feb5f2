// Go's string literals (the specification's "String literals").
#include "quote/language.hpp"

namespace headstrong::quote::go {

Step step(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.letters = "n\nt\tr\ra\ab\bf\fv\v",
                                    .numbers = Numbers::Bytes,
                                    .x_digits = 2,
                                    .octal = true,
                                    .u4 = true,
                                    .u8 = true,
                                    .itself = "\\'\""};
  if (rest[0] == '"') return close();
  if (is_line_end(rest[0])) return over();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

Step step_raw(std::string_view rest, int&, std::string&) {
  if (rest[0] == '\r') return nothing(1);
  return rest[0] == '`' ? close() : run();
}

void encode(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\", out); }
bool carries_raw(std::string_view text) { return !has(text, '`') && !has_control(text); }

extern const SpellingSpec kString{"\"", "\"", step, encode};
extern const SpellingSpec kRaw{"`", "`", step_raw, encode_plain, carries_raw};

}  // namespace headstrong::quote::go
