// Traefik's middleware for headers in YAML: a file of its provider, or the resource Middleware.
#include "http/document/structured_dialect.hpp"
#include "http/document/traefik_options.hpp"

namespace headstrong::http::traefik_yaml {

int recognise(std::string_view text) { return text.find("headers:") != text.npos ? 75 : 0; }

void read(text::Source& source, Paste& paste) {
  document::Document document(source);
  document::read_yaml(document);
  document::read_traefik(document, paste);
}

constexpr std::string_view kTriggers[] = {
    "customResponseHeaders", "frameDeny",        "contentTypeNosniff",      "stsSeconds",
    "contentSecurityPolicy", "browserXssFilter", "customFrameOptionsValue", "referrerPolicy",
    "permissionsPolicy"};
extern const DialectSpec kDialect =
    document::structured_dialect<quote::Spelling::YamlDouble>(Format::TraefikYaml, kTriggers, recognise, read);

}  // namespace headstrong::http::traefik_yaml
