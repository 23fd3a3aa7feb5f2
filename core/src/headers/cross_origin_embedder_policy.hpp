// Cross-Origin-Embedder-Policy (HTML, "obtain an embedder policy").
#pragma once

#include <cstdint>
#include <string_view>

#include "grammar/structured_field.hpp"

namespace headstrong::headers {

enum class EmbedderPolicy : std::uint8_t {
  Unknown,  // not understood: as if it were unsafe-none
  UnsafeNone,
  RequireCorp,
  Credentialless
};

struct CrossOriginEmbedderPolicy {
  EmbedderPolicy policy = EmbedderPolicy::Unknown;
  grammar::SfField field;  // an item
};

/// Reads the joined value of all fields.
CrossOriginEmbedderPolicy parse_cross_origin_embedder_policy(std::string_view value);

}  // namespace headstrong::headers
