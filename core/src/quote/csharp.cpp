// C#'s string literals (the language reference, section 6.4.5): usual, verbatim and interpolated ones.
#include "quote/language.hpp"

namespace headstrong::quote::csharp {

constexpr Escapes kEscapes{.letters = std::string_view("n\nt\tr\ra\ab\bf\fv\v0\0", 16),
                           .x_digits = 4,
                           .u4 = true,
                           .u8 = true,
                           .itself = "\\'\""};

Step step(std::string_view rest, int&, std::string& out) {
  if (rest[0] == '"') return close();
  if (is_line_end(rest[0])) return over();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

Step step_verbatim(std::string_view rest, int&, std::string& out) {
  if (starts(rest, "\"\"")) return escape(2, out, '"');
  return rest[0] == '"' ? close() : run();
}

Step step_interpolated(std::string_view rest, int& state, std::string& out) {
  if (starts(rest, "{{") || starts(rest, "}}")) return escape(2, out, rest[0]);
  if (rest[0] == '{') return gap(braced_length(rest.substr(0, rest.find('\n'))));
  return step(rest, state, out);
}

void encode(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\", out); }
void encode_verbatim(std::string_view text, std::string& out) { encode_doubled(text, '"', out); }
void encode_interpolated(std::string_view text, std::string& out) {
  std::string doubled;
  for (const char c : text) {
    if (c == '{' || c == '}') doubled += c;
    doubled += c;
  }
  encode(doubled, out);
}

extern const SpellingSpec kString{"\"", "\"", step, encode};
extern const SpellingSpec kVerbatim{"@\"", "\"", step_verbatim, encode_verbatim};
extern const SpellingSpec kInterpolated{"$\"", "\"", step_interpolated, encode_interpolated};

}  // namespace headstrong::quote::csharp
