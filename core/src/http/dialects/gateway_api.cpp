// Gateway API's HTTPRoute: the filter ResponseHeaderModifier, with set and add as lists of names and values.
#include <string>

#include "http/document/places.hpp"
#include "http/document/structured_dialect.hpp"

namespace headstrong::http::gateway_api {

using namespace document;

int recognise(std::string_view) { return 84; }

/// Of a rule that matches some paths only.
int rank_of_rule(Document& document, std::uint32_t rule) {
  const std::uint32_t matches = document.child(rule, "matches");
  if (matches == kNone) return 0;
  for (std::uint32_t match = document[matches].first; match != kNone; match = document[match].next) {
    const std::uint32_t path = document.child(match, "path");
    const bool all =
        document.text(document.child(path, "value")) == "/" && document.text(document.child(path, "type")) != "Exact";
    if (all && document[match].first == document[match].last) return 0;
  }
  return 2;
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_yaml(document);
  if (document.broken) return;
  TreePlaces places(document, paste);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document.key(i) != "responseHeaderModifier") continue;
    // The modifier's filter, its list, the rule.
    std::uint32_t rule = document[i].parent;
    for (int up = 0; up < 2 && rule != kNone; ++up) rule = document[rule].parent;
    if (!places.begin("responseHeaderModifier", i, rank_of_rule(document, rule))) continue;
    for (const std::string_view part : {"set", "add"}) {
      const std::uint32_t list = document.child(i, part);
      for (std::uint32_t item = list == kNone ? kNone : document[list].first; item != kNone;
           item = document[item].next) {
        places.add_pair(item, "name", "value");
      }
    }
  }
  places.finish(TreePlaces::Reach::Own);
}

constexpr std::string_view kTriggers[] = {"responseHeaderModifier"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::YamlDouble>(Format::GatewayApi, kTriggers, recognise, read);

}  // namespace headstrong::http::gateway_api
