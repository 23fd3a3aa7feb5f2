// firebase.json: of each site that is hosted "headers" with a pattern and a list of keys and values; the
// later of two that match wins.
#include "http/document/path_rules.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::firebase {

using namespace document;

constexpr RuleNames kNames{{"source", "glob", "regex"}, "headers", "key", "value", true};

int recognise(std::string_view text) { return text::trim(text).substr(0, 1) == "{" ? 85 : 0; }

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_json(document);
  if (document.broken) return;
  const std::uint32_t hosting = document.child(0, "hosting");
  Places places(document, paste);
  if (document.is(hosting, Node::Kind::Map)) add_rules(document, document.child(hosting, "headers"), kNames, places);
  if (document.is(hosting, Node::Kind::List)) {
    // Of several sites only the first that sets any: patterns of another are not beside its.
    for (std::uint32_t site = document[hosting].first; site != kNone && places.empty(); site = document[site].next) {
      add_rules(document, document.child(site, "headers"), kNames, places);
    }
  }
  places.finish(Places::Reach::General);
}

constexpr std::string_view kTriggers[] = {"hosting"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::JsonString>(Format::FirebaseJson, kTriggers, recognise, read);

}  // namespace headstrong::http::firebase
