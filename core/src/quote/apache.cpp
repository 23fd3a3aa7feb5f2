// A value of Apache's Header, read twice: ap_getword_conf takes a backslash from in front of a backslash
// or the quote, and nothing else; then mod_headers reads a format, in which "%%" is a percent sign and a
// backslash makes control characters. "${NAME}" is put in before both.
#include "quote/language.hpp"

namespace headstrong::quote::apache {

/// How many bytes stand for the first character of a word.
template <char Mark>
std::size_t word_step(std::string_view rest) {
  const char next = byte_at(rest, 1);
  return rest[0] == '\\' && rest.size() > 1 && (next == '\\' || (Mark != '\0' && next == Mark)) ? 2 : 1;
}

/// "%D", "%{NAME}e": what a format puts in.
std::size_t format_length(std::string_view rest) {
  if (byte_at(rest, 1) == '{') {
    const std::size_t end = rest.find('}');
    return end != std::string_view::npos && end + 1 < rest.size() ? end + 2 : rest.size();
  }
  return rest.size() > 1 ? 2 : 1;
}

template <char Mark>
Step step(std::string_view rest, int&, std::string& out) {
  if (Mark != '\0' ? rest[0] == Mark : text::is(rest[0], text::kAsciiWhitespace)) {
    return Mark != '\0' ? close() : over();
  }
  if (is_line_end(rest[0])) return over();
  // A line goes on behind a backslash at its end.
  if (starts(rest, "\\\n")) return nothing(2);
  if (starts(rest, "\\\r\n")) return nothing(3);
  if (starts(rest, "${")) {
    const std::size_t size = name_length(rest.substr(2));
    if (size > 0 && byte_at(rest, 2 + size) == '}') return gap(size + 3);
  }
  if (rest[0] == '%') {
    if (byte_at(rest, 1) == '%') return escape(2, out, '%');
    return gap(format_length(rest));
  }
  const std::size_t size = word_step<Mark>(rest);
  const char first = rest[size - 1];
  if (first == '\\' && size < rest.size()) {
    const std::size_t more = word_step<Mark>(rest.substr(size));
    switch (rest[size + more - 1]) {
      case '\\':
        if (more == 2 || size == 1) return escape(size + more, out, '\\');
        break;
      case 'r': return escape(size + more, out, '\r');
      case 'n': return escape(size + more, out, '\n');
      case 't': return escape(size + more, out, '\t');
      default: break;
    }
  }
  return size == 1 ? run() : escape(size, out, first);
}

template <char Mark>
void encode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\\\\\";
    } else if (c == '%') {
      out += "%%";
    } else {
      if (c == Mark) out += '\\';
      out += c;
    }
  }
}

bool carries(std::string_view text) {
  return !text::istarts_with(text, "expr=") && text.find("${") == std::string_view::npos && !has_control(text);
}

bool carries_bare(std::string_view text) {
  return !text.empty() && carries(text) && text.find_first_of(" \t\"'\\") == std::string_view::npos;
}

extern const SpellingSpec kDouble{"\"", "\"", step<'"'>, encode<'"'>, carries};
extern const SpellingSpec kSingle{"'", "'", step<'\''>, encode<'\''>, carries};
extern const SpellingSpec kBare{"", "", step<'\0'>, encode<'\0'>, carries_bare};

}  // namespace headstrong::quote::apache
