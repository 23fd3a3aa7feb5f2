// Ruby's strings in quotes.
#include "quote/language.hpp"

namespace headstrong::quote::ruby {

Step step_single(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.itself = "\\'"};
  if (rest[0] == '\'') return close();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

Step step_double(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.letters =
                                        "n\nt\tr\rs a\ab\be\x1b"
                                        "f\fv\v",
                                    .numbers = Numbers::Bytes,
                                    .x_digits = 2,
                                    .octal = true,
                                    .u4 = true,
                                    .braces = true,
                                    .itself = "*",
                                    .joins_lines = true};
  if (rest[0] == '"') return close();
  if (rest[0] == '\\') return backslash(rest, kEscapes, out);
  if (starts(rest, "#{")) return gap(1 + braced_length(rest.substr(1)));
  // "#@member" and "#$global"
  const bool named = starts(rest, "#@") || starts(rest, "#$");
  const std::size_t name = named ? name_length(rest.substr(2)) : 0;
  return name > 0 ? gap(2 + name) : run();
}

void encode_single(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
}
void encode_double(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\#", out); }

extern const SpellingSpec kSingle{"'", "'", step_single, encode_single};
extern const SpellingSpec kDouble{"\"", "\"", step_double, encode_double};

}  // namespace headstrong::quote::ruby
