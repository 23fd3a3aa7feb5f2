// XML of Java's servers and frameworks: filters of a web.xml, headers of WildFly, Spring Security's <headers>.
#include "http/document/header_tree.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::xml_headers {

using namespace document;

int recognise(std::string_view text) { return text::trim(text).substr(0, 1) == "<" ? 70 : 0; }

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_xml(document);
  read_header_tree(document, paste);
}

constexpr std::string_view kTriggers[] = {"filter-class",  "header-name", "policy-directives",
                                          "frame-options", "init-param",  "evidence"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::XmlDouble>(Format::XmlHeaders, kTriggers, recognise, read);

}  // namespace headstrong::http::xml_headers
