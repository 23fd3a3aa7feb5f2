#include "http/document/policy_maps.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include "grammar/csp_names.hpp"
#include "http/code/pairs.hpp"
#include "http/dialects/places.hpp"
#include "http/document/tree_keys.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace policy_maps_detail {

using Kind = Node::Kind;

/// What the names around a map say of the directives in it.
struct PolicyPlace {
  bool listed = false;  // within a policy's own map
  bool drupal = false;  // Drupal's modules: csp
  bool seckit = false;  // and seckit, where what is empty is not sent
  std::string outer{};
};

class Reader {
 public:
  explicit Reader(Document& document) : document_(document) {}

  std::optional<SetHeader> read(std::uint32_t map, std::string_view key) {
    PolicyPlace place;
    if (!is_policy_place(map, key, place)) return std::nullopt;
    // nelmio/security-bundle writes keywords without their quotes.
    const bool bare = key == "enforce" || key == "report";
    Composite policy;
    std::size_t directives = 0;
    for (std::uint32_t each = document_[map].first; each != kNone; each = document_[each].next) {
      const std::string_view word = document_.key(each);
      const std::string name = code::directive_of(word);
      const bool empty = place.seckit && text::trim(document_.text(each)).empty();
      if (name.empty() || empty || is_off(each)) continue;
      if (policy.size() > 0) policy.add("; ", document_[each].key);
      if (name == word) policy.add(text::MappedText(word, document_[each].key.start));
      else policy.add(name, document_[each].key);
      add_sources(policy, each, bare);
      ++directives;
    }
    const std::uint32_t upgrades = place.seckit ? document_.child(map, "upgrade-req") : kNone;
    if (document_.is_true(upgrades)) policy.add("; upgrade-insecure-requests", document_[upgrades].key);
    if (directives == 0) return std::nullopt;
    SetHeader header;
    header.name = is_reported(map, key, place) ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
    header.name_span = document_[map].key;
    header.value = policy.take(document_.source());
    header.entry = header.node = map;
    return header;
  }

 private:
  /// Whether the name says that it is a policy, which is sent.
  bool is_policy_place(std::uint32_t map, std::string_view key, PolicyPlace& place) {
    const std::uint32_t parent = document_[map].parent;
    if (parent != kNone) place.outer = plain(document_.key(parent));
    place.listed = key == "directives" || key == "enforce" || key == "report" || key == "policy";
    const std::uint32_t enable = key == "directives" ? document_.child(parent, "enable") : kNone;
    place.drupal = enable != kNone && (place.outer == "enforce" || place.outer == "reportonly");
    place.seckit = key == "csp" && place.outer == "seckitxss";
    if (place.drupal) return document_.is_true(enable);
    if (!is_policy_key(key) && !(place.listed && is_policy_key(place.outer))) return false;
    return !is_off(document_.child(map, place.seckit ? "checkbox" : "enabled"));
  }

  bool is_reported(std::uint32_t map, std::string_view key, const PolicyPlace& place) {
    if (reports_only(key) || key == "report" || (place.drupal && reports_only(place.outer))) return true;
    return document_.is_true(document_.child_like(map, "reportOnly")) ||
           (place.listed && document_.is_true(document_.child_like(document_[map].parent, "reportOnly")));
  }

  bool is_off(std::uint32_t node) { return document_.is_text(node) && text::iequals(document_.text(node), "false"); }

  /// Drupal's csp: {base: self, flags: [unsafe-inline], sources: [a.example]}
  void add_based_sources(Composite& policy, std::uint32_t directive) {
    const std::uint32_t base = document_.child(directive, "base");
    if (document_.text(base) == "any") policy.add(" *", document_[base].literal);
    else if (base != kNone) add_sources(policy, base, true);
    for (const std::string_view key : {"flags", "sources"}) {
      const std::uint32_t list = document_.child(directive, key);
      if (list != kNone) add_sources(policy, list, true);
    }
  }

  void add_sources(Composite& policy, std::uint32_t directive, bool bare) {
    if (document_.is(directive, Kind::Map)) return add_based_sources(policy, directive);
    const auto source = [&](std::uint32_t node) {
      if (!document_.is_text(node)) return;
      const quote::Decoded decoded = document_.decoded(node);
      const std::string_view text = text::trim(decoded.text.text());
      if (text.empty() || text::iequals(text, "true")) return;
      policy.add(" ", document_[node].literal);
      const bool keyword = bare && (csp::keyword("'" + std::string(text) + "'") != csp::Keyword::Unknown ||
                                    text::istarts_with(text, "nonce-") || text::istarts_with(text, "sha256-"));
      if (keyword) policy.add("'", document_[node].literal);
      const auto begin = static_cast<std::size_t>(text.data() - decoded.text.text().data());
      policy.add(decoded.text, begin, begin + text.size());
      if (keyword) policy.add("'", document_[node].literal);
    };
    if (!document_.is(directive, Kind::List)) return source(directive);
    for (std::uint32_t item = document_[directive].first; item != kNone; item = document_[item].next) source(item);
  }

  Document& document_;
};

}  // namespace policy_maps_detail

std::optional<SetHeader> policy_in(Document& document, std::uint32_t map, std::string_view key) {
  return policy_maps_detail::Reader(document).read(map, key);
}

}  // namespace headstrong::http::document
