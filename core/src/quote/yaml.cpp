// YAML's flow scalars (YAML 1.2.2 sections 7.3.1 to 7.3.3).
#include "quote/language.hpp"

namespace headstrong::quote::yaml {

/// A line end within a scalar, and the blanks around it: one blank, or as many line ends as lines are
/// empty. Nothing where `rest` doesn't begin with one.
Step fold(std::string_view rest, std::string& out) {
  std::size_t size = 0;
  std::size_t ends = 0;
  while (size < rest.size() && text::is(rest[size], text::kAsciiWhitespace)) ends += rest[size++] == '\n';
  if (ends == 0) return run(size > 0 ? size : 1);
  if (ends == 1) return escape(size, out, ' ');
  out.append(ends - 1, '\n');
  return nothing(size);
}

Step step_single(std::string_view rest, int&, std::string& out) {
  if (starts(rest, "''")) return escape(2, out, '\'');
  if (text::is(rest[0], text::kAsciiWhitespace)) return fold(rest, out);
  return rest[0] == '\'' ? close() : run();
}

Step step_double(std::string_view rest, int&, std::string& out) {
  static constexpr Escapes kEscapes{.letters = std::string_view("n\nt\tr\ra\ab\be\x1b"
                                                                "f\fv\v0\0",
                                                                18),
                                    .x_digits = 2,
                                    .u4 = true,
                                    .u8 = true,
                                    .itself = "\\\"/ \t",
                                    .joins_lines = true,
                                    .strips_next = true};
  if (rest[0] == '"') return close();
  if (text::is(rest[0], text::kAsciiWhitespace)) return fold(rest, out);
  if (starts(rest, "\\_")) {
    out += "\xC2\xA0";
    return nothing(2);
  }
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

/// On one line: up to its end, a comment or a key's colon.
Step step_plain(std::string_view rest, int&, std::string&) {
  if (is_line_end(rest[0])) return over();
  if (text::is(rest[0], text::kSpaceTab)) {
    const std::size_t next = rest.find_first_not_of(" \t");
    if (next == std::string_view::npos || is_line_end(rest[next]) || rest[next] == '#') return over();
    return run(next);
  }
  const char next = byte_at(rest, 1);
  const bool key = rest[0] == ':' && (rest.size() == 1 || text::is(next, text::kAsciiWhitespace));
  return key ? over() : run();
}

void encode_single(std::string_view text, std::string& out) { encode_doubled(text, '\'', out); }
void encode_double(std::string_view text, std::string& out) { encode_backslashed(text, "\"\\", out); }

/// What can't be taken for a mark of the language, a number, a truth value or nothing.
bool carries_plain(std::string_view text) {
  if (text.empty() || has_control(text) || has(text, '\t')) return false;
  if (!text::is(text.front(), text::kAlpha) || text.back() == ' ' || text.back() == ':') return false;
  for (const std::string_view word : {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}) {
    if (text::iequals(text, word)) return false;
  }
  if (text.find_first_of("{}[],&*!|>'\"%@`\\") != std::string_view::npos) return false;
  return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos;
}

/// YAML that another program reads on: it takes a mark for its own unless it stands there twice. Envoy
/// fills in what stands between two "%"; Compose what follows a "$".
template <char Mark, Step (*Within)(std::string_view, int&, std::string&)>
Step step_marked(std::string_view rest, int& state, std::string& out) {
  if (rest[0] != Mark) return Within(rest, state, out);
  if (byte_at(rest, 1) == Mark) return escape(2, out, Mark);
  if (Mark == '$') {
    const bool braces = byte_at(rest, 1) == '{';
    const std::size_t size = braces ? rest.find('}') : name_length(rest.substr(1));
    if (size == 0 || size == std::string_view::npos) return run();
    return gap(size + 1);
  }
  // An operator's name begins it: "5% off" is no gap.
  if (!text::is(byte_at(rest, 1), text::kAlpha)) return run();
  const std::size_t end = rest.find_first_of("%\r\n\"", 1);
  return end != std::string_view::npos && rest[end] == Mark ? gap(end + 1) : run();
}

template <char Mark, void (*Within)(std::string_view, std::string&)>
void encode_marked(std::string_view text, std::string& out) {
  std::string doubled;
  encode_doubled(text, Mark, doubled);
  Within(doubled, out);
}

extern const SpellingSpec kEnvoyDouble{"\"", "\"", step_marked<'%', step_double>, encode_marked<'%', encode_double>};
extern const SpellingSpec kEnvoySingle{"'", "'", step_marked<'%', step_single>, encode_marked<'%', encode_single>};
extern const SpellingSpec kEnvoyPlain{"", "", step_marked<'%', step_plain>, encode_marked<'%', encode_plain>,
                                      carries_plain};
extern const SpellingSpec kComposeDouble{"\"", "\"", step_marked<'$', step_double>, encode_marked<'$', encode_double>};
extern const SpellingSpec kComposeSingle{"'", "'", step_marked<'$', step_single>, encode_marked<'$', encode_single>};
extern const SpellingSpec kComposePlain{"", "", step_marked<'$', step_plain>, encode_marked<'$', encode_plain>,
                                        carries_plain};

extern const SpellingSpec kDouble{"\"", "\"", step_double, encode_double};
extern const SpellingSpec kSingle{"'", "'", step_single, encode_single};
extern const SpellingSpec kPlain{"", "", step_plain, encode_plain, carries_plain};

}  // namespace headstrong::quote::yaml
