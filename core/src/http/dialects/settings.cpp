// Settings with dotted names (properties, HOCON) that name headers.
#include "http/document/header_tree.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::settings {

using namespace document;

/// A word about headers within a dotted name; JSON, pages and YAML have their own readers.
int recognise(std::string_view text) {
  const std::string_view body = text::trim(text);
  const std::size_t first = body.find_first_of("=:{<");
  if (first == body.npos || first == 0) return 0;
  constexpr std::size_t kEnough = 262144;
  const std::string_view head = body.substr(0, kEnough);
  const bool names = head.find(".header") != head.npos || head.find("headers.") != head.npos ||
                     head.find("headers {") != head.npos || head.find("filters.csp") != head.npos ||
                     head.find("csp {") != head.npos;
  return names && head.substr(0, first).find('(') == head.npos ? 40 : 0;
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_settings(document);
  read_header_tree(document, paste);
}

extern const DialectSpec kDialect = structured_dialect<quote::Spelling::Plain>(Format::Settings, recognise, read);

}  // namespace headstrong::http::settings
