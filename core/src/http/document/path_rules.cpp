#include "http/document/path_rules.hpp"

#include <string>

namespace headstrong::http::document {

void add_rules(Document& document, std::uint32_t list, const RuleNames& names, Places& places) {
  if (!document.is(list, Node::Kind::List)) return;
  for (std::uint32_t rule = document[list].first; rule != kNone; rule = document[rule].next) {
    std::uint32_t pattern = kNone;
    for (const std::string_view name : names.patterns) {
      if (pattern == kNone && !name.empty()) pattern = document.child(rule, name);
    }
    const std::uint32_t headers = document.child(rule, names.headers);
    if (!document.is_text(pattern) || headers == kNone) continue;
    const bool conditional = document.child(rule, "has") != kNone || document.child(rule, "missing") != kNone;
    const std::string_view path = document.text(pattern);
    const int rank = rank_of_path(path) + (conditional ? 2 : 0);
    if (!places.begin("path " + std::string(path), rule, rank, conditional ? std::string_view() : path)) continue;
    if (document.is(headers, Node::Kind::Map)) places.add_members(headers);
    if (!document.is(headers, Node::Kind::List)) continue;
    for (std::uint32_t pair = document[headers].first; pair != kNone; pair = document[pair].next) {
      if (names.replaces) places.remove(document.text(document.child_like(pair, names.name)));
      places.add_pair(pair, names.name, names.value);
    }
  }
}

}  // namespace headstrong::http::document
