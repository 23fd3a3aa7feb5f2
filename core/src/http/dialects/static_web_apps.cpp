// staticwebapp.config.json: "globalHeaders", and the headers of routes, which take the place of global ones. A
// name without a value is taken away.
#include "http/document/places.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::static_web_apps {

using namespace document;

int recognise(std::string_view text) { return text::trim(text).substr(0, 1) == "{" ? 88 : 0; }

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_json(document);
  if (document.broken) return;
  TreePlaces places(document, paste);
  const std::uint32_t global = document.child(0, "globalHeaders");
  if (document.is(global, Node::Kind::Map) && places.begin("globalHeaders", global, 0)) places.add_members(global);
  const std::uint32_t routes = document.child(0, "routes");
  for (std::uint32_t route = routes == kNone ? kNone : document[routes].first; route != kNone;
       route = document[route].next) {
    const std::uint32_t headers = document.child(route, "headers");
    const std::string_view path = document.text(document.child(route, "route"));
    const int rank = 2 + rank_of_path(path);
    if (headers != kNone && places.begin("route " + std::string(path), route, rank)) places.add_members(headers);
  }
  places.finish(TreePlaces::Reach::General);
}

constexpr std::string_view kTriggers[] = {"globalHeaders"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::JsonString>(Format::StaticWebApps, kTriggers, recognise, read);

}  // namespace headstrong::http::static_web_apps
