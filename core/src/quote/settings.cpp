// Values of settings that are spelled without marks of their own: of Java's properties (java.util.Properties.load), whose
// lines go on behind a backslash, and of HOCON (its specification, "Value concatenation").
#include "quote/language.hpp"

namespace headstrong::quote::settings {

Step step_properties(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{
      .letters = "n\nt\tr\rf\f", .u4 = true, .itself = "*", .joins_lines = true, .strips_next = true};
  if (is_line_end(rest[0])) return over();
  if (starts(rest, "${")) return gap(1 + braced_length(rest.substr(1)));
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

/// Texts in quotes, references and bare words side by side.
Step step_concatenated(std::string_view rest, int& state, std::string& out) {
  static constexpr Escapes kEscapes{.letters = "n\nt\tr\rb\bf\f", .u4 = true, .itself = "\\\"/"};
  if (is_line_end(rest[0])) return over();
  if (rest[0] == '"') {
    state = 1 - state;
    return nothing(1);
  }
  if (state == 1) return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
  if (rest[0] == '#' || starts(rest, "//")) return over();
  return starts(rest, "${") ? gap(1 + braced_length(rest.substr(1))) : run();
}

void encode_properties(std::string_view text, std::string& out) { encode_backslashed(text, "\\", out); }
bool carries_properties(std::string_view text) {
  return !has_control(text) && text.find("${") == std::string_view::npos && (text.empty() || text[0] != ' ');
}
/// What is put together of several is not written anew.
bool carries_nothing(std::string_view) { return false; }

extern const SpellingSpec kProperties{"", "", step_properties, encode_properties, carries_properties};
extern const SpellingSpec kConcatenated{"", "", step_concatenated, encode_plain, carries_nothing};

}  // namespace headstrong::quote::settings
