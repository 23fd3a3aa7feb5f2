// IIS: <customHeaders> of a web.config, with <add>, <remove> and <clear>; or lines that were cut out of one.
#include <string>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/document/places.hpp"
#include "http/document/structured_dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::iis {

using namespace document;

int recognise(std::string_view text) {
  const std::string_view body = text::trim(text);
  if (body.substr(0, 1) != "<") return 0;
  return body.find("<customHeaders") != body.npos || body.find("<add name") != body.npos ||
                 body.find("<add value") != body.npos || body.find("<hsts ") != body.npos
             ? 92
             : 0;
}

/// The path of the <location> that a node stands in; empty where it stands in none.
std::string_view location_of(Document& document, std::uint32_t node) {
  for (; node != kNone; node = document[node].parent) {
    if (document.key(node) != "location") continue;
    const std::string_view path = document.text(document.child(node, "path"));
    return path == "." ? std::string_view() : path;
  }
  return {};
}

/// Where a name without its own elements around it is a header's.
bool holds_headers(Document& document, std::uint32_t list) {
  for (std::uint32_t each = document[list].first; each != kNone; each = document[each].next) {
    const bool adds = document.key(each) == "add" && document.child(each, "value") != kNone;
    if (adds && header_name(document.text(document.child(each, "name"))) != HeaderName::Unknown) return true;
  }
  return false;
}

void read_list(Document& document, std::uint32_t list, TreePlaces& places) {
  for (std::uint32_t each = document[list].first; each != kNone; each = document[each].next) {
    const std::string_view element = document.key(each);
    const std::uint32_t name = document.child(each, "name");
    if (element == "clear") places.clear();
    if (element == "remove" && name != kNone) places.remove(document.text(name));
    if (element == "add") places.add_pair(each, "name", "value");
  }
}

/// <hsts enabled="true" max-age="31536000" includeSubDomains="true" preload="true"/> of IIS 10.
void read_transport(Document& document, std::uint32_t element, TreePlaces& places) {
  const auto on = [&](std::string_view name) { return document.is_true(document.child(element, name)); };
  const std::string_view age = document.text(document.child(element, "max-age"));
  if (!on("enabled") || age.empty() || !text::all_of(age, text::kDigit)) return;
  std::string value = "max-age=" + std::string(age);
  if (on("includeSubDomains")) value += "; includeSubDomains";
  if (on("preload")) value += "; preload";
  if (places.empty() && !places.begin("hsts", element, 0)) return;
  places.add_made("Strict-Transport-Security", std::move(value), element);
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_xml(document);
  if (document.broken) return;
  TreePlaces places(document, paste);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document.key(i) != "customHeaders") continue;
    const std::string_view path = location_of(document, i);
    const std::string words = path.empty() ? "customHeaders" : "location " + std::string(path);
    if (places.begin(words, i, path.empty() ? 0 : 4)) read_list(document, i, places);
  }
  if (places.empty() && holds_headers(document, 0) && places.begin("customHeaders", 0, 0))
    read_list(document, 0, places);
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    if (document.key(i) == "hsts" && location_of(document, i).empty()) read_transport(document, i, places);
  }
  places.finish(TreePlaces::Reach::General);
}

constexpr std::string_view kTriggers[] = {"customHeaders", "add", "hsts"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::XmlDouble>(Format::IisConfig, kTriggers, recognise, read);

}  // namespace headstrong::http::iis
