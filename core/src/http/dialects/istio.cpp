// Istio's VirtualService: headers.response.set and .add of its routes. Envoy, which gets them, fills in what
// stands between two "%".
#include <string>

#include "http/document/places.hpp"
#include "http/document/structured_dialect.hpp"

namespace headstrong::http::istio {

using namespace document;

int recognise(std::string_view text) { return text.find("response:") != text.npos ? 86 : 0; }

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_yaml(document);
  if (document.broken) return;
  TreePlaces places(document, paste);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document.key(i) != "response" || document[i].parent == kNone || document.key(document[i].parent) != "headers")
      continue;
    const std::uint32_t route = document[document[i].parent].parent;
    const bool matches = document.child(route, "match") != kNone;
    const std::string_view name = document.text(document.child(route, "name"));
    if (!places.begin(name.empty() ? "headers.response" : "route " + std::string(name), i, matches ? 2 : 0)) continue;
    places.add_members(document.child(i, "set"));
    places.add_members(document.child(i, "add"));
  }
  places.finish(TreePlaces::Reach::Own);
}

constexpr std::string_view kTriggers[] = {"VirtualService"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::YamlDouble>(Format::IstioYaml, kTriggers, recognise, read);

}  // namespace headstrong::http::istio
