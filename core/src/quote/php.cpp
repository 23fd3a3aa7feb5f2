// PHP's strings in quotes (the manual's "Strings").
#include "quote/language.hpp"

namespace headstrong::quote::php {

Step step_single(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.itself = "\\'"};
  if (rest[0] == '\'') return close();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

/// "$name", "$name[0]", "$name->member".
std::size_t variable_length(std::string_view rest) {
  std::size_t size = 1 + name_length(rest.substr(1));
  if (size == 1 || text::is(rest[1], text::kDigit)) return 0;
  if (byte_at(rest, size) == '[') {
    const std::size_t end = rest.substr(0, rest.find('\n')).find(']', size);
    if (end != std::string_view::npos) size = end + 1;
  } else if (starts(rest.substr(size), "->")) {
    const std::size_t member = name_length(rest.substr(size + 2));
    if (member > 0) size += 2 + member;
  }
  return size;
}

Step step_double(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.letters =
                                        "n\nt\tr\rv\ve\x1b"
                                        "f\f",
                                    .numbers = Numbers::Bytes,
                                    .x_digits = 2,
                                    .octal = true,
                                    .braces = true,
                                    .itself = "\\$\""};
  if (rest[0] == '"') return close();
  if (rest[0] == '\\') return backslash(rest, kEscapes, out);
  if (starts(rest, "${")) return gap(1 + braced_length(rest.substr(1)));
  if (starts(rest, "{$")) return gap(braced_length(rest));
  const std::size_t variable = rest[0] == '$' ? variable_length(rest) : 0;
  return variable > 0 ? gap(variable) : run();
}

void encode_single(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
}
void encode_double(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\$", out); }

extern const SpellingSpec kSingle{"'", "'", step_single, encode_single};
extern const SpellingSpec kDouble{"\"", "\"", step_double, encode_double};

}  // namespace headstrong::quote::php
