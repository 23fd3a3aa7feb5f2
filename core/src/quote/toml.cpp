// TOML's strings (TOML 1.0, "String").
#include "quote/language.hpp"

namespace headstrong::quote::toml {

template <bool IsLong>
Step step_basic(std::string_view rest, int& state, std::string& out) {
  static constexpr Escapes kEscapes{.letters = "n\nt\tr\rb\bf\fe\x1b",
                                    .x_digits = 2,
                                    .u4 = true,
                                    .u8 = true,
                                    .itself = "\\\"",
                                    .joins_lines = IsLong,
                                    .strips_next = IsLong};
  const bool first = state == 0;
  state = 1;
  // A line end right behind the marks is none of the text.
  if (IsLong && first && is_line_end(rest[0])) return nothing(starts(rest, "\r\n") ? 2 : 1);
  if (starts(rest, IsLong ? R"(""")" : "\"")) return close(IsLong ? 3 : 1);
  if (!IsLong && is_line_end(rest[0])) return over();
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

template <bool IsLong>
Step step_literal(std::string_view rest, int& state, std::string&) {
  const bool first = state == 0;
  state = 1;
  if (IsLong && first && is_line_end(rest[0])) return nothing(starts(rest, "\r\n") ? 2 : 1);
  if (starts(rest, IsLong ? "'''" : "'")) return close(IsLong ? 3 : 1);
  return !IsLong && is_line_end(rest[0]) ? over() : run();
}

/// A tab may stand as it is.
void encode_basic(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
}
bool carries_literal(std::string_view text) { return !has(text, '\'') && !has_control(text); }

extern const SpellingSpec kBasic{"\"", "\"", step_basic<false>, encode_basic};
extern const SpellingSpec kLiteral{"'", "'", step_literal<false>, encode_plain, carries_literal};
extern const SpellingSpec kLongBasic{R"(""")", R"(""")", step_basic<true>, encode_basic};
extern const SpellingSpec kLongLiteral{"'''", "'''", step_literal<true>, encode_plain, carries_literal};

}  // namespace headstrong::quote::toml
