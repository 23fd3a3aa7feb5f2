// Traefik's middleware for headers in TOML.
#include "http/document/structured_dialect.hpp"
#include "http/document/traefik_options.hpp"

namespace headstrong::http::traefik_toml {

int recognise(std::string_view text) {
  return text.find(".headers]") != text.npos || text.find(".headers.customResponseHeaders]") != text.npos ? 76 : 0;
}

void read(text::Source& source, Paste& paste) {
  document::Document document(source);
  document::read_toml(document);
  document::read_traefik(document, paste);
}

constexpr std::string_view kTriggers[] = {
    "customResponseHeaders", "frameDeny",        "contentTypeNosniff",      "stsSeconds",
    "contentSecurityPolicy", "browserXssFilter", "customFrameOptionsValue", "referrerPolicy",
    "permissionsPolicy"};
extern const DialectSpec kDialect =
    document::structured_dialect<quote::Spelling::TomlBasic>(Format::TraefikToml, kTriggers, recognise, read);

}  // namespace headstrong::http::traefik_toml
