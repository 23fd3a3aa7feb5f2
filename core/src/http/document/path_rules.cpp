#include "http/document/path_rules.hpp"

#include <string>

namespace headstrong::http::document {

namespace path_rules_detail {

/// The first of the names that the rule has.
std::uint32_t pattern_of(Document& document, std::uint32_t rule, const RuleNames& names) {
  for (const std::string_view name : names.patterns) {
    const std::uint32_t pattern = name.empty() ? kNone : document.child(rule, name);
    if (pattern != kNone) return pattern;
  }
  return kNone;
}

void add_pairs(Document& document, std::uint32_t headers, const RuleNames& names, TreePlaces& places) {
  for (std::uint32_t pair = document[headers].first; pair != kNone; pair = document[pair].next) {
    if (names.replaces) places.remove(document.text(document.child_like(pair, names.name)));
    places.add_pair(pair, names.name, names.value);
  }
}

}  // namespace path_rules_detail

void add_rules(Document& document, std::uint32_t list, const RuleNames& names, TreePlaces& places) {
  if (!document.is(list, Node::Kind::List)) return;
  for (std::uint32_t rule = document[list].first; rule != kNone; rule = document[rule].next) {
    const std::uint32_t pattern = path_rules_detail::pattern_of(document, rule, names);
    const std::uint32_t headers = document.child(rule, names.headers);
    if (!document.is_text(pattern) || headers == kNone) continue;
    const bool conditional = document.child(rule, "has") != kNone || document.child(rule, "missing") != kNone;
    const std::string_view path = document.text(pattern);
    const int rank = rank_of_path(path) + (conditional ? 2 : 0);
    if (!places.begin("path " + std::string(path), rule, rank, conditional ? std::string_view() : path)) continue;
    if (document.is(headers, Node::Kind::Map)) places.add_members(headers);
    if (document.is(headers, Node::Kind::List)) path_rules_detail::add_pairs(document, headers, names, places);
  }
}

}  // namespace headstrong::http::document
