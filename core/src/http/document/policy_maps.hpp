// A policy that a tree writes as a map of directives.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/document/document.hpp"
#include "http/document/header_tree.hpp"

namespace headstrong::http::document {

/// {default-src: ['self'], img-src: "* data:"} under a name that says that it is a policy: `key`, the map's own as
/// tree_keys writes it plainly, or the one around it. Nothing for all others, and for one that is switched off.
std::optional<SetHeader> policy_in(Document& document, std::uint32_t map, std::string_view key);

}  // namespace headstrong::http::document
