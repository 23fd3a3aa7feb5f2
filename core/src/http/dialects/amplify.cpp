// Amplify's customHttp.yml: "customHeaders" with a pattern and a list of keys and values.
#include "http/document/path_rules.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::amplify {

using namespace document;

constexpr RuleNames kNames{{"pattern"}, "headers"};

int recognise(std::string_view text) {
  return text.find("pattern") != text.npos && text::trim(text).substr(0, 1) != "<" ? 79 : 0;
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_yaml(document);
  if (document.broken) return;
  TreePlaces places(document, paste);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document.key(i) == "customHeaders") add_rules(document, i, kNames, places);
  }
  places.finish(TreePlaces::Reach::General);
}

constexpr std::string_view kTriggers[] = {"customHeaders"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::YamlDouble>(Format::AmplifyYaml, kTriggers, recognise, read);

}  // namespace headstrong::http::amplify
