// A word of HAProxy's configuration (section 2.2 of its manual), which may be quoted in parts, and then
// the log format in it (section 8.2.4): "%%" is a percent sign, "%[...]" and "%name" are put in.
#include "quote/language.hpp"

namespace headstrong::quote::haproxy {

enum State : int { kBare = 0, kDouble, kSingle };

std::size_t format_length(std::string_view rest) {
  std::size_t at = 1;
  if (byte_at(rest, at) == '{') {
    const std::size_t end = rest.find('}', at);
    if (end == std::string_view::npos) return 0;
    at = end + 1;
  }
  if (byte_at(rest, at) == '[') {
    const std::size_t end = rest.find(']', at);
    return end == std::string_view::npos ? rest.size() : end + 1;
  }
  const std::size_t size = name_length(rest.substr(at));
  return size > 0 ? at + size : 0;
}

/// "$NAME" or "${NAME}" of the environment; 0 where there is none.
std::size_t variable_length(std::string_view rest) {
  if (byte_at(rest, 1) == '{') {
    const std::size_t end = rest.find('}');
    return end == std::string_view::npos ? 0 : end + 1;
  }
  const std::size_t size = name_length(rest.substr(1));
  return size > 0 ? size + 1 : 0;
}

Step step(std::string_view rest, int& state, std::string& out) {
  const char c = rest[0];
  static constexpr Escapes kEscapes{
      .letters = "r\rn\nt\t", .numbers = Numbers::Bytes, .x_digits = 2, .itself = "\\\"'# $"};
  if (is_line_end(c)) return over();
  if (state == kBare && (text::is(c, text::kSpaceTab) || c == '#')) return over();
  if (c == '"' && state != kSingle) {
    state = state == kDouble ? kBare : kDouble;
    return nothing(1);
  }
  if (c == '\'' && state != kDouble) {
    state = state == kSingle ? kBare : kSingle;
    return nothing(1);
  }
  if (c == '\\' && state != kSingle) return backslash(rest, kEscapes, out);
  if (c == '$' && state == kDouble) {
    const std::size_t variable = variable_length(rest);
    return variable > 0 ? gap(variable) : run();
  }
  if (c != '%') return run();
  if (byte_at(rest, 1) == '%') return escape(2, out, '%');
  const std::size_t format = format_length(rest);
  return format > 0 ? gap(format) : run();
}

/// In single quotes nothing has a meaning but the quote; a policy, which is full of these, stands in double quotes
/// where nothing in it has a meaning there. '%' begins a log format in both.
void encode(std::string_view text, std::string& out) {
  const bool in_double = text.find('\'') != text.npos && text.find_first_of("\"\\$") == text.npos;
  const char mark = in_double ? '"' : '\'';
  out += mark;
  for (const char c : text) {
    if (c == '%') {
      out += "%%";
    } else if (c == mark) {
      out += R"('\'')";
    } else {
      out += c;
    }
  }
  out += mark;
}

bool carries(std::string_view text) { return !text.empty() && !has_control(text); }

extern const SpellingSpec kWord{"", "", step, encode, carries};

}  // namespace headstrong::quote::haproxy
