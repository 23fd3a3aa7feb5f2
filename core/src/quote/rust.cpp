// Rust's string literals (the reference, "Literal expressions").
#include "quote/language.hpp"

namespace headstrong::quote::rust {

Step step(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.letters = std::string_view("n\nt\tr\r0\0", 8),
                                    .numbers = Numbers::Bytes,
                                    .x_digits = 2,
                                    .braces = true,
                                    .itself = "\\'\"",
                                    .joins_lines = true,
                                    .strips_next = true};
  if (rest[0] == '"') return close();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

Step step_raw(std::string_view rest, int&, std::string&) { return rest[0] == '"' ? close() : run(); }
Step step_raw_hash(std::string_view rest, int&, std::string&) { return starts(rest, "\"#") ? close(2) : run(); }

void encode(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\", out); }
bool carries_raw(std::string_view text) { return !has(text, '"') && !has_control(text); }
bool carries_raw_hash(std::string_view text) {
  return text.find("\"#") == std::string_view::npos && !has_control(text);
}

extern const SpellingSpec kString{"\"", "\"", step, encode};
extern const SpellingSpec kRaw{"r\"", "\"", step_raw, encode_plain, carries_raw};
extern const SpellingSpec kRawHash{"r#\"", "\"#", step_raw_hash, encode_plain, carries_raw_hash};

}  // namespace headstrong::quote::rust
