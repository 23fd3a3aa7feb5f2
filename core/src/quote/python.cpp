// String literals of Python (the language reference, sections 2.4.1 to 2.4.3). WSGI and ASGI send a
// header's value as Latin-1, so that \xHH is a byte.
#include "quote/language.hpp"

namespace headstrong::quote::python {

constexpr Escapes kEscapes{.letters = "n\nt\tr\ra\ab\bf\fv\v",
                           .numbers = Numbers::Latin1,
                           .x_digits = 2,
                           .octal = true,
                           .u4 = true,
                           .u8 = true,
                           .itself = "\\'\"",
                           .joins_lines = true};

enum class Kind : std::uint8_t { Usual, Raw, Format };

Step inside_format(std::string_view rest, bool is_long, std::string& out) {
  if (starts(rest, "{{") || starts(rest, "}}")) return escape(2, out, rest[0]);
  const std::string_view line = is_long ? rest : rest.substr(0, rest.find('\n'));
  return rest[0] == '{' ? gap(braced_length(line)) : run();
}

template <char Mark, bool IsLong, Kind Of>
Step step(std::string_view rest, int&, std::string& out) {
  constexpr std::string_view kMarks = Mark == '"' ? R"(""")" : "'''";
  if (starts(rest, kMarks.substr(0, IsLong ? 3 : 1))) return close(IsLong ? 3 : 1);
  if (!IsLong && is_line_end(rest[0])) return over();
  if (rest[0] == '\\') {
    // In a raw one it keeps the mark from closing, and stays.
    if (Of == Kind::Raw) return run(rest.size() > 1 ? 2 : 1);
    return backslash(rest, kEscapes, out);
  }
  return Of == Kind::Format ? inside_format(rest, IsLong, out) : run();
}

template <char Mark, Kind Of>
void encode(std::string_view text, std::string& out) {
  constexpr std::string_view kMarks = Mark == '"' ? "\"\\" : "'\\";
  if (Of == Kind::Raw) return encode_plain(text, out);
  if (Of != Kind::Format) return encode_latin1(text, kMarks, out);
  std::string doubled;
  for (const char c : text) {
    if (c == '{' || c == '}') doubled += c;
    doubled += c;
  }
  encode_latin1(doubled, kMarks, out);
}

template <char Mark>
bool carries_raw(std::string_view text) {
  return !has(text, Mark) && !has_control(text) && (text.empty() || text.back() != '\\');
}

extern const SpellingSpec kDouble{"\"", "\"", step<'"', false, Kind::Usual>, encode<'"', Kind::Usual>};
extern const SpellingSpec kSingle{"'", "'", step<'\'', false, Kind::Usual>, encode<'\'', Kind::Usual>};
extern const SpellingSpec kLongDouble{R"(""")", R"(""")", step<'"', true, Kind::Usual>, encode<'"', Kind::Usual>};
extern const SpellingSpec kLongSingle{"'''", "'''", step<'\'', true, Kind::Usual>, encode<'\'', Kind::Usual>};
extern const SpellingSpec kRawDouble{"r\"", "\"", step<'"', false, Kind::Raw>, encode<'"', Kind::Raw>,
                                     carries_raw<'"'>};
extern const SpellingSpec kRawSingle{"r'", "'", step<'\'', false, Kind::Raw>, encode<'\'', Kind::Raw>,
                                     carries_raw<'\''>};
extern const SpellingSpec kFormatDouble{"f\"", "\"", step<'"', false, Kind::Format>, encode<'"', Kind::Format>};
extern const SpellingSpec kFormatSingle{"f'", "'", step<'\'', false, Kind::Format>, encode<'\'', Kind::Format>};
extern const SpellingSpec kFormatLongDouble{R"(f""")", R"(""")", step<'"', true, Kind::Format>,
                                            encode<'"', Kind::Format>};
extern const SpellingSpec kFormatLongSingle{"f'''", "'''", step<'\'', true, Kind::Format>, encode<'\'', Kind::Format>};

}  // namespace headstrong::quote::python
