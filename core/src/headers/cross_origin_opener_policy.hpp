// Cross-Origin-Opener-Policy (HTML, "obtain a cross-origin opener policy").
#pragma once

#include <cstdint>
#include <string_view>

#include "grammar/structured_field.hpp"

namespace headstrong::headers {

enum class OpenerPolicy : std::uint8_t {
  Unknown,  // not understood: as if it were unsafe-none
  UnsafeNone,
  SameOriginAllowPopups,
  SameOrigin,
  NoopenerAllowPopups
};

struct CrossOriginOpenerPolicy {
  OpenerPolicy policy = OpenerPolicy::Unknown;
  grammar::SfField field;  // an item
};

/// Reads the joined value of all fields.
CrossOriginOpenerPolicy parse_cross_origin_opener_policy(std::string_view value);

}  // namespace headstrong::headers
