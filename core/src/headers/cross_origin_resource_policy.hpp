// Cross-Origin-Resource-Policy (Fetch).
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::headers {

enum class ResourcePolicy : std::uint8_t {
  Unknown,  // as if the header were absent
  SameOrigin,
  SameSite,
  CrossOrigin
};

/// Reads the joined value of all fields: the whole of it is compared byte for byte, so that capital
/// letters, a second value or a second field void it.
ResourcePolicy parse_cross_origin_resource_policy(std::string_view value);

}  // namespace headstrong::headers
