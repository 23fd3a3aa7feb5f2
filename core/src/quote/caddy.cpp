// Tokens of a Caddyfile (caddyfile/lexer.go), and then the placeholders in them (replacer.go): in double
// quotes a backslash escapes the quote alone, in backquotes nothing; a backslash before a brace makes
// it a brace.
#include "quote/language.hpp"

namespace headstrong::quote::caddy {

Step placeholders(std::string_view rest, std::string& out) {
  if (rest[0] == '\\' && (byte_at(rest, 1) == '{' || byte_at(rest, 1) == '}')) return escape(2, out, rest[1]);
  if (rest[0] != '{') return run();
  const std::string_view line = rest.substr(0, rest.find('\n'));
  const std::size_t end = line.find('}');
  return end != std::string_view::npos && end > 1 ? gap(end + 1) : run();
}

Step step_double(std::string_view rest, int&, std::string& out) {
  if (rest[0] == '"') return close();
  if (starts(rest, "\\\"")) return escape(2, out, '"');
  return placeholders(rest, out);
}

Step step_backtick(std::string_view rest, int&, std::string& out) {
  return rest[0] == '`' ? close() : placeholders(rest, out);
}

Step step_bare(std::string_view rest, int&, std::string& out) {
  if (text::is(rest[0], text::kAsciiWhitespace)) return over();
  return placeholders(rest, out);
}

void encode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (has("\"{}", c)) out += '\\';
    out += c;
  }
}

/// A backslash stands for itself unless it meets what it would escape.
bool stays_plain(std::string_view text) {
  for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 1)) {
    const char next = byte_at(text, text.find_first_not_of('\\', at));
    if (next == '\0' || has("\"{}", next)) return false;
  }
  return !has_control(text);
}

/// Braces are left to `vars`: their escape is used up by the first of three readers.
bool carries_double(std::string_view text) { return stays_plain(text) && !has(text, '{') && !has(text, '}'); }

bool carries_backtick(std::string_view text) { return carries_double(text) && !has(text, '`'); }

bool carries_bare(std::string_view text) {
  return !text.empty() && carries_double(text) && text.find_first_of(" \t\"`#\\") == std::string_view::npos;
}

extern const SpellingSpec kDouble{"\"", "\"", step_double, encode, carries_double};
extern const SpellingSpec kBacktick{"`", "`", step_backtick, encode_plain, carries_backtick};
extern const SpellingSpec kBare{"", "", step_bare, encode_plain, carries_bare};

}  // namespace headstrong::quote::caddy
