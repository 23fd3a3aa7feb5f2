#include "http/value_spelling.hpp"

#include "text/ascii.hpp"

namespace headstrong::http {

quote::Spelling spelling_of(const Field& field, Format format, std::string_view source) {
  using quote::Spelling;
  if (!field.from_meta) return info(format).values == Values::Json ? Spelling::JsonString : Spelling::Plain;
  std::size_t start = field.value.to_source(0, 0).start;
  const char before = start > 0 && start <= source.size() ? source[start - 1] : '\0';
  if (before == '"') return Spelling::HtmlDouble;
  if (before == '\'') return Spelling::HtmlSingle;
  while (start > 0 && text::is(source[start - 1], text::kAsciiWhitespace)) --start;
  return start > 0 && source[start - 1] == '=' ? Spelling::HtmlUnquoted : Spelling::Unwritable;
}

}  // namespace headstrong::http
