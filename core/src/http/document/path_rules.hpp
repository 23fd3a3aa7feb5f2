// Lists of rules, each with a pattern of paths and the headers of what it matches: hosts of static sites.
#pragma once

#include <string_view>

#include "http/document/places.hpp"

namespace headstrong::http::document {

struct RuleNames {
  std::string_view patterns[3];  // members that hold the pattern
  std::string_view headers;      // the member that holds the headers: pairs, or a map of names and values
  std::string_view name = "key";
  std::string_view value = "value";
  bool replaces = false;  // a later rule's header takes the place of an earlier one's
};

/// Adds a place for each rule of the list. Those with further conditions ("has", "missing") are less general.
void add_rules(Document& document, std::uint32_t list, const RuleNames& names, Places& places);

}  // namespace headstrong::http::document
