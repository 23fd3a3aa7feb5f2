// vercel.json, and serve.json which is alike: "headers" with a source and a list of keys and values.
#include "http/document/path_rules.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::vercel {

using namespace document;

constexpr RuleNames kNames{{"source"}, "headers", "key", "value", true};

int recognise(std::string_view text) {
  const std::string_view body = text::trim(text);
  const bool json = body.substr(0, 1) == "{" || body.substr(0, 1) == "[";
  return json && body.find("\"headers\"") != body.npos && body.find("\"hosting\"") == body.npos ? 78 : 0;
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_json(document);
  if (document.broken) return;
  Places places(document, paste);
  add_rules(document, document.is(0, Node::Kind::List) ? 0 : document.child(0, "headers"), kNames, places);
  places.finish(Places::Reach::General);
}

constexpr std::string_view kTriggers[] = {"source"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::JsonString>(Format::VercelJson, kTriggers, recognise, read);

}  // namespace headstrong::http::vercel
