// ingress-nginx: a ConfigMap of names and values (custom-headers), and nginx's own configuration in the
// annotations of an Ingress.
#include <string>
#include <utility>
#include <vector>

#include "http/document/header_tree.hpp"
#include "http/document/places.hpp"
#include "http/document/structured_dialect.hpp"
#include "http/evidence.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::ingress_nginx {

using namespace document;

int recognise(std::string_view text) {
  // A Middleware of Traefik's among the documents of one text says more than any ConfigMap.
  if (text.find("kind: Middleware") != text.npos && text.find("-snippet") == text.npos) return 70;
  return text.find("kind: ConfigMap") != text.npos || text.find("-snippet") != text.npos ? 83 : 0;
}

/// A map of headers and nothing else: other settings of a ConfigMap are in no way alike.
bool holds_headers(Document& document, std::uint32_t data) {
  Response response;
  for (std::uint32_t each = document[data].first; each != kNone; each = document[each].next) {
    const std::string_view name = document.key(each);
    if (!document.is_text(each) || !text::all_of(name, text::kToken)) return false;
    const quote::Decoded value = document.decoded(each);
    Field field;
    field.name = name;
    field.value = value.text;
    response.fields.push_back(std::move(field));
  }
  return !response.fields.empty() && has_evidence(response, 0);
}

bool is_snippet(std::string_view key) {
  for (const std::string_view name : {"configuration-snippet", "server-snippet", "location-snippet", "http-snippet"}) {
    if (key == name ||
        (key.size() > name.size() && key.substr(key.size() - name.size() - 1) == "/" + std::string(name)))
      return true;
  }
  return false;
}

/// What stands for [begin, end) of an inner text, in the segments of the outer one.
std::vector<text::MappedText::Segment> segments_of(const text::MappedText& inner, const text::MappedText& outer) {
  std::vector<text::MappedText::Segment> segments;
  const std::size_t size = inner.text().size();
  for (std::uint32_t i = 0; i < size; ++i) {
    const Span within = inner.to_source(i, i + 1);
    const Span place = outer.to_source(within.start, within.end);
    const bool one = place.size() == 1;
    const bool follows = !segments.empty() && one && segments.back().source_size == 0 &&
                         segments.back().source_start + (i - segments.back().text_start) == place.start;
    if (!follows) segments.push_back({i, place.start, one ? 0 : place.size()});
  }
  return segments;
}

/// Reads the text of a node as nginx's configuration.
void read_snippet(Document& document, std::uint32_t node, Paste& paste) {
  const quote::Decoded decoded = document.decoded(node);
  text::Source inner(decoded.text.text());
  Paste found;
  dialect_of(Format::NginxConfig)->read(inner, found);
  for (std::size_t r = 0; r < found.responses.size() && paste.responses.size() < kMostPlaces; ++r) {
    Response response;
    response.place = place_at_line(document.key(node), document.line_of(node));
    for (const Field& field : found.responses[r].fields) {
      Field out;
      out.name = document.source().keep(std::string(field.name));
      out.name_span = decoded.text.to_source(field.name_span.start, field.name_span.end);
      out.invalid_name = field.invalid_name;
      const std::string_view value = document.source().keep(std::string(field.value.text()));
      auto segments = segments_of(field.value, decoded.text);
      const std::uint32_t empty_at = decoded.text.to_source(field.span.end, field.span.end).start;
      out.value = segments.empty() ? text::MappedText(value, empty_at) : text::MappedText(value, std::move(segments));
      out.span = decoded.text.to_source(field.span.start, field.span.end);
      // In a scalar with escapes of its own it is spelled twice over.
      const bool block = document[node].kind == Node::Kind::Block;
      out.spelling = block ? field.spelling : quote::Spelling::Unwritable;
      response.fields.push_back(std::move(out));
    }
    for (const Span gap : found.responses[r].gaps) response.gaps.push_back(decoded.text.to_source(gap.start, gap.end));
    if (response.fields.empty()) continue;
    response.span = response.fields.front().span;
    for (const Field& field : response.fields) response.span = around(response.span, field.span);
    if (r == found.chosen && paste.responses.empty()) paste.chosen = 0;
    if (r == found.chosen) {
      paste.responses.insert(paste.responses.begin(), std::move(response));
    } else {
      paste.responses.push_back(std::move(response));
    }
  }
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_yaml(document);
  if (document.broken) return;
  TreePlaces places(document, paste);
  std::vector<SetHeader> of_settings;
  for (std::uint32_t i = 0; i < document.size(); ++i) {
    const bool data = document.key(i) == "data" && document[i].kind == Node::Kind::Map;
    if (data) HeaderOptions(document, of_settings).see(i);
    if (!data || !holds_headers(document, i)) continue;
    const std::uint32_t metadata = document.child(document[i].parent, "metadata");
    const std::string_view name = document.text(document.child(metadata, "name"));
    if (places.begin("ConfigMap " + std::string(name), i, 0)) places.add_members(i);
  }
  // The controller's own settings are beside each.
  if (!of_settings.empty() && places.empty()) places.begin("ConfigMap", of_settings.front().entry, 0);
  for (const SetHeader& header : of_settings) places.add_found(header);
  places.finish(TreePlaces::Reach::Own);
  for (std::uint32_t i = 0; i < document.size() && paste.responses.empty(); ++i) {
    if (is_snippet(document.key(i)) && document.is_text(i)) read_snippet(document, i, paste);
  }
}

constexpr std::string_view kTriggers[] = {"configuration-snippet", "server-snippet", "location-snippet", "http-snippet",
                                          "ConfigMap"};
extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::YamlDouble>(Format::IngressNginx, kTriggers, recognise, read);

}  // namespace headstrong::http::ingress_nginx
