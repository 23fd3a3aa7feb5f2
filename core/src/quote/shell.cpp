// Quoted parts of a shell's word (POSIX.1-2024, XCU section 2.2).
#include "quote/language.hpp"

namespace headstrong::quote::shell {

Step step_single(std::string_view rest, int&, std::string&) { return rest[0] == '\'' ? close() : run(); }

Step step_double(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.itself = "\\\"$`", .joins_lines = true};
  if (rest[0] == '"') return close();
  if (rest[0] == '\\') return backslash(rest, kEscapes, out);
  if (rest[0] == '`') {
    const std::size_t end = rest.find('`', 1);
    return gap(end == std::string_view::npos ? rest.size() : end + 1);
  }
  if (starts(rest, "${")) return gap(1 + braced_length(rest.substr(1)));
  if (starts(rest, "$(")) {
    const std::size_t end = rest.find(')');
    return gap(end == std::string_view::npos ? rest.size() : end + 1);
  }
  const std::size_t name = rest[0] == '$' ? name_length(rest.substr(1)) : 0;
  return name > 0 ? gap(1 + name) : run();
}

void encode_double(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (has("\"\\$`", c)) out += '\\';
    out += c;
  }
}
bool carries_single(std::string_view text) { return !has(text, '\'') && !has_control(text); }

extern const SpellingSpec kDouble{"\"", "\"", step_double, encode_double};
extern const SpellingSpec kSingle{"'", "'", step_single, encode_plain, carries_single};

}  // namespace headstrong::quote::shell
