// Words of nginx's configuration (ngx_conf_file.c): a backslash stands before itself and quotes and
// makes three letters control characters; before all else it stands for itself. Then variables
// are put in, for which there is no escape.
#include "quote/language.hpp"

namespace headstrong::quote::nginx {

std::size_t variable_length(std::string_view rest) {
  if (byte_at(rest, 1) == '{') {
    const std::size_t size = name_length(rest.substr(2));
    return size > 0 && byte_at(rest, 2 + size) == '}' ? size + 3 : 0;
  }
  const std::size_t size = name_length(rest.substr(1));
  return size > 0 ? size + 1 : 0;
}

Step inside(std::string_view rest, std::string& out) {
  static constexpr Escapes kEscapes{.letters = "t\tr\rn\n", .itself = "\"'\\"};
  if (rest[0] == '\\') {
    const Step step = backslash(rest, kEscapes, out);
    // It keeps what stands behind it from ending the word, too.
    return step.kind == Step::Kind::Run && rest.size() > 1 ? run(2) : step;
  }
  const std::size_t variable = rest[0] == '$' ? variable_length(rest) : 0;
  return variable > 0 ? gap(variable) : run();
}

template <char Mark>
Step step(std::string_view rest, int&, std::string& out) {
  return rest[0] == Mark ? close() : inside(rest, out);
}

Step step_bare(std::string_view rest, int&, std::string& out) {
  if (text::is(rest[0], text::kAsciiWhitespace) || rest[0] == ';' || rest[0] == '{') return over();
  if (starts(rest, "${")) {
    const std::size_t variable = variable_length(rest);
    return variable > 0 ? gap(variable) : run(2);
  }
  return inside(rest, out);
}

template <char Mark>
void encode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == Mark || c == '\\') out += '\\';
    out += c;
  }
}

bool carries(std::string_view text) { return !has(text, '$') && !has_control(text); }

bool carries_bare(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!text::is(c, text::kAlpha | text::kDigit) && !has("-_.,:/=*+", c)) return false;
  }
  return true;
}

extern const SpellingSpec kDouble{"\"", "\"", step<'"'>, encode<'"'>, carries};
extern const SpellingSpec kSingle{"'", "'", step<'\''>, encode<'\''>, carries};
extern const SpellingSpec kBare{"", "", step_bare, encode<'"'>, carries_bare};

}  // namespace headstrong::quote::nginx
