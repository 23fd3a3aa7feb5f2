// A policy is written into the map of directives that it comes from: what changes is spelled as the map spells
// the rest, and what stays is left as it is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "http/code/tokens.hpp"
#include "http/message.hpp"

namespace headstrong::http::code {

struct MapEdit {
  Span span;
  std::string text;
};

/// The directives of a policy in the order of their letters, in which its framework's order is none.
std::string sorted_directives(std::string_view policy);

/// The edits, in order, after which the map says `policy`; none where it can't be made to, or says so already.
std::vector<MapEdit> write_policy_map(std::string_view source, const PolicyMap& map, std::string_view policy,
                                      Language language);

}  // namespace headstrong::http::code
