// Settings with dotted names (properties, HOCON) that name headers.
#include "http/document/header_tree.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::settings {

using namespace document;

/// Nothing but settings: surer than a language that has such statements, too.
bool is_settings(std::string_view text) {
  text::Line line;
  text::LineCursor cursor(text);
  constexpr std::size_t kEnough = 200;
  bool dotted = false;  // Kotlin's blocks have no such names
  bool goes_on = false;
  for (std::size_t lines = 0; lines < kEnough && cursor.next(line); ++lines) {
    const std::string_view s = text::trim(line.text);
    const bool follows = goes_on;
    goes_on = !s.empty() && s.back() == '\\';
    if (s.empty() || s[0] == '#' || s == "}" || follows) continue;
    const std::size_t mark = s.find_first_of("=:{");
    if (mark == s.npos || mark == 0 || s[mark] == ':' || s.back() == ';' || s.back() == ',') return false;
    const std::string_view name = text::trim(s.substr(0, mark));
    dotted = dotted || name.find('.') != name.npos;
    const bool odd = name.find_first_of(" ([") != name.npos && name.find('+') == name.npos;
    if (odd && name.find("[0]") == name.npos && name.find("[1]") == name.npos) return false;
  }
  return dotted;
}

/// A word about headers within a dotted name; JSON, pages and YAML have their own readers.
int recognise(std::string_view text) {
  const std::string_view body = text::trim(text);
  const std::size_t first = body.find_first_of("=:{<");
  if (first == body.npos || first == 0) return 0;
  constexpr std::size_t kEnough = 262144;
  const std::string_view head = body.substr(0, kEnough);
  const bool names = head.find(".header") != head.npos || head.find("headers.") != head.npos ||
                     head.find("headers {") != head.npos || head.find("filters.csp") != head.npos ||
                     head.find("csp {") != head.npos || head.find("ResponseHeader=") != head.npos;
  if (!names || head.substr(0, first).find('(') != head.npos) return 0;
  return is_settings(head) ? 65 : 40;
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_settings(document);
  read_header_tree(document, paste);
}

extern const DialectSpec kDialect = structured_dialect<quote::Spelling::Plain>(Format::Settings, recognise, read);

}  // namespace headstrong::http::settings
