// Lua's string literals (reference manual 5.4, section 3.1); LuaJIT's, which OpenResty runs, are the same.
#include <algorithm>

#include "quote/language.hpp"

namespace headstrong::quote::lua {

/// \ddd is decimal, \z passes over blanks and line ends.
template <char Mark>
Step step(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{
      .letters = "n\nt\tr\ra\ab\bf\fv\v", .numbers = Numbers::Bytes, .x_digits = 2, .braces = true, .itself = "\\'\""};
  if (rest[0] == Mark) return close();
  if (is_line_end(rest[0])) return over();
  if (rest[0] != '\\') return run();
  if (starts(rest, "\\\n")) return escape(2, out, '\n');
  if (starts(rest, "\\z")) {
    std::size_t size = 2;
    while (size < rest.size() && text::is(rest[size], text::kAsciiWhitespace)) ++size;
    return nothing(size);
  }
  std::size_t size = 1;
  unsigned code = 0;
  while (size < 4 && size < rest.size() && text::is(rest[size], text::kDigit)) {
    code = code * 10 + static_cast<unsigned>(rest[size++] - '0');
  }
  if (size > 1 && code < 256) return escape(size, out, static_cast<char>(code));
  return backslash(rest, kEscapes, out);
}

Step step_long(std::string_view rest, int&, std::string&) { return starts(rest, "]]") ? close(2) : run(); }

void encode_double(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\", out); }
void encode_single(std::string_view text, std::string& out) { encode_backslashed(text, "'\\", out); }
bool carries_long(std::string_view text) {
  return text.find(']') == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), [](char c) { return text::is(c, text::kControl) && c != '\t'; });
}

extern const SpellingSpec kDouble{"\"", "\"", step<'"'>, encode_double};
extern const SpellingSpec kSingle{"'", "'", step<'\''>, encode_single};
extern const SpellingSpec kLong{"[[", "]]", step_long, encode_plain, carries_long};

}  // namespace headstrong::quote::lua
