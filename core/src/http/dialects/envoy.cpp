// Envoy: response_headers_to_add of a route, a virtual host or a route configuration; those of all three are
// added. What stands between two "%" is filled in for each response.
#include <algorithm>
#include <string>

#include "http/document/places.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::envoy {

using namespace document;

quote::Spelling envoy_spelling(quote::Spelling spelling) {
  if (spelling == quote::Spelling::YamlDouble) return quote::Spelling::EnvoyDouble;
  if (spelling == quote::Spelling::YamlSingle) return quote::Spelling::EnvoySingle;
  return spelling == quote::Spelling::YamlPlain ? quote::Spelling::EnvoyPlain : spelling;
}

int depth_of(const Document& document, std::uint32_t node) {
  int depth = 0;
  for (; node != kNone; node = document[node].parent) ++depth;
  return depth;
}

int recognise(std::string_view text) { return text.find('-') != text.npos ? 87 : 0; }

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_yaml(document);
  if (document.broken) return;
  int outermost = 1000;
  const auto is_list = [&](std::uint32_t i) {
    return document[i].kind == Node::Kind::List && is_like(document.key(i), "response_headers_to_add");
  };
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (is_list(i)) outermost = std::min(outermost, depth_of(document, i));
  }
  Places places(document, paste);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (!is_list(i)) continue;
    const std::string_view name = document.text(document.child(document[i].parent, "name"));
    const std::string words = "response_headers_to_add" + (name.empty() ? std::string() : " of " + std::string(name));
    if (!places.begin(words, i, depth_of(document, i) - outermost)) continue;
    for (std::uint32_t item = document[i].first; item != kNone; item = document[item].next) {
      const std::uint32_t header = document.child(item, "header");
      const std::uint32_t key = document.child(header, "key");
      const std::uint32_t value = document.child(header, "value");
      if (!document.is_text(key) || value == kNone) continue;
      places.add_as(document.text(key), document[key].inside, value, item, envoy_spelling(document[value].spelling));
    }
  }
  places.finish(Places::Reach::General);
}

constexpr std::string_view kTriggers[] = {"response_headers_to_add", "responseHeadersToAdd"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::EnvoyDouble>(Format::EnvoyYaml, kTriggers, recognise, read);

}  // namespace headstrong::http::envoy
