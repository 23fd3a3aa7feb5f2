// TOML in which headers are set by their names, whatever reads it.
#include "http/document/header_tree.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::toml_headers {

/// The name of a table that says that headers stand in it.
int recognise(std::string_view bytes) {
  text::Line line;
  text::LineCursor cursor(bytes);
  constexpr std::size_t kEnough = 2000;
  for (std::size_t lines = 0; lines < kEnough && cursor.next(line); ++lines) {
    const std::string_view s = text::trim(line.text);
    if (s.size() > 2 && s.front() == '[' && s.back() == ']' && s.find("eaders") != s.npos && s.find('"') == s.npos)
      return 62;
  }
  return 0;
}

void read(text::Source& source, Paste& paste) {
  document::Document document(source);
  document::read_toml(document);
  document::read_header_tree(document, paste);
}

extern const DialectSpec kDialect =
    document::structured_dialect<quote::Spelling::TomlBasic>(Format::TomlHeaders, recognise, read);

}  // namespace headstrong::http::toml_headers
