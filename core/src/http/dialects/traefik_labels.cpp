// Traefik's middleware for headers in the labels of a container, as a Compose file has them: a list of
// "name=value", or a map. Compose takes two dollars for one.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/document/structured_dialect.hpp"
#include "http/document/traefik_options.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::traefik_labels {

using namespace document;

constexpr std::string_view kStart = "traefik.http.middlewares.";
constexpr std::string_view kCustom = "customresponseheaders.";

quote::Spelling compose_spelling(quote::Spelling spelling) {
  if (spelling == quote::Spelling::YamlDouble) return quote::Spelling::ComposeDouble;
  if (spelling == quote::Spelling::YamlSingle) return quote::Spelling::ComposeSingle;
  return spelling == quote::Spelling::YamlPlain ? quote::Spelling::ComposePlain : spelling;
}

struct Label {
  std::string_view middleware;
  std::string_view option;
  std::uint32_t option_start = 0;
  std::uint32_t value = kNone;
  std::uint32_t entry = kNone;
};

/// Takes "traefik.http.middlewares.NAME.headers.OPTION" apart, which stands at `start` of the source.
bool take_label(std::string_view words, std::uint32_t start, Label& label) {
  if (!text::istarts_with(words, kStart)) return false;
  constexpr std::string_view kHeaders = ".headers.";
  const std::size_t name_end = words.find('.', kStart.size());
  if (name_end == words.npos || !text::istarts_with(words.substr(name_end), kHeaders)) return false;
  label.middleware = words.substr(kStart.size(), name_end - kStart.size());
  label.option = words.substr(name_end + kHeaders.size());
  label.option_start = start + static_cast<std::uint32_t>(name_end + kHeaders.size());
  return !label.option.empty();
}

int recognise(std::string_view text) { return text.find(kStart) != text.npos ? 81 : 0; }

/// The label that a node of the tree is, as key and value or as "key=value"; nothing where it is none.
std::optional<Label> label_at(Document& document, std::uint32_t at, std::string_view s) {
  const Node node = document[at];
  Label label;
  label.entry = at;
  if (!node.key.empty()) {
    if (!take_label(s.substr(node.key.start, node.key.size()), node.key.start, label)) return std::nullopt;
    document[at].spelling = compose_spelling(node.spelling);
    label.value = at;
    return label;
  }
  const std::string_view words = s.substr(node.inside.start, node.inside.size());
  const std::size_t equals = words.find('=');
  if (node.kind != Node::Kind::Text || equals == words.npos) return std::nullopt;
  if (!take_label(words.substr(0, equals), node.inside.start, label)) return std::nullopt;
  // What stands behind the "=" is a value of its own, in the same quotes.
  Node value = node;
  value.first = value.last = value.next = kNone;
  value.inside.start += static_cast<std::uint32_t>(equals + 1);
  value.spelling = compose_spelling(node.spelling);
  value.literal = node.spelling == quote::Spelling::YamlDouble ? value.inside : Span{};
  label.value = document.add(kNone, value);
  return label;
}

void add_options(const std::vector<Label>& labels, std::string_view middleware, TraefikOptions& options) {
  for (const Label& each : labels) {
    if (each.middleware != middleware) continue;
    const bool custom = text::istarts_with(each.option, kCustom);
    const std::string_view name = custom ? each.option.substr(kCustom.size()) : each.option;
    const auto start = each.option_start + static_cast<std::uint32_t>(each.option.size() - name.size());
    const Span span{start, start + static_cast<std::uint32_t>(name.size())};
    custom ? options.add_header(name, span, each.value, each.entry) : options.add(name, span, each.value, each.entry);
  }
  options.finish();
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_yaml(document);
  if (document.broken) return;
  std::vector<Label> labels;
  const std::uint32_t count = document.size();
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::optional<Label> label = label_at(document, i, source.bytes());
    if (!label) continue;
    if (label->value == kNone) break;
    labels.push_back(*label);
  }
  TreePlaces places(document, paste);
  std::vector<std::string_view> middlewares;
  for (const Label& label : labels) {
    if (std::find(middlewares.begin(), middlewares.end(), label.middleware) != middlewares.end()) continue;
    if (middlewares.size() >= kMostPlaces) break;
    middlewares.push_back(label.middleware);
    if (!places.begin("middleware " + std::string(label.middleware), label.entry, 0)) break;
    TraefikOptions options(document, places);
    add_options(labels, label.middleware, options);
  }
  places.finish(TreePlaces::Reach::Own);
}

/// Within the quotes of a label that are there.
std::string literal(std::string_view value) { return quote::encode(value, quote::Spelling::ComposeDouble); }

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return statement_like(source, like, name, literal(value));
}

constexpr DialectSpec made() {
  DialectSpec spec = structured_dialect<quote::Spelling::ComposeDouble>(Format::TraefikLabels, recognise, read);
  spec.literal = literal;
  spec.statement = statement;
  return spec;
}
extern const DialectSpec kDialect = made();

}  // namespace headstrong::http::traefik_labels
