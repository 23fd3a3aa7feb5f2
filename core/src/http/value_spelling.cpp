#include "http/value_spelling.hpp"

#include "text/ascii.hpp"

namespace headstrong::http {

text::Spelling spelling_of(const Field& field, Format format, std::string_view source) {
  using text::Spelling;
  std::size_t start = field.value.to_source(0, 0).start;
  const char before = start > 0 && start <= source.size() ? source[start - 1] : '\0';
  const bool quoted = before == '"' || before == '\'';
  if (field.from_meta) {
    if (quoted) return Spelling::HtmlAttribute;
    while (start > 0 && text::is(source[start - 1], text::kAsciiWhitespace)) --start;
    return start > 0 && source[start - 1] == '=' ? Spelling::HtmlUnquoted : Spelling::Unwritable;
  }
  switch (format) {
    case Format::Json:
    case Format::Har: return Spelling::JsonString;
    case Format::NginxConfig:
      return !quoted ? Spelling::NginxBare
                     : before == '"' ? Spelling::NginxDouble : Spelling::NginxSingle;
    default: return Spelling::Plain;
  }
}

}  // namespace headstrong::http
