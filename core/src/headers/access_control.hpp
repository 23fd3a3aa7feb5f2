// The CORS response headers (Fetch).
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::headers {

/// What one Access-Control-Allow-Origin lets read the response.
enum class AllowOrigin : std::uint8_t {
  Anyone,  // *
  Null,    // null: every sandboxed frame and local file
  Origin,  // one serialised origin
  Nobody   // anything else: it equals no origin
};

/// Why a value equals no origin.
enum class OriginFault : std::uint8_t {
  None,
  SeveralValues,
  Wildcard,  // * within a host or beside something
  Path,      // a slash or more behind the host
  NoScheme,
  DefaultPort,  // a port that browsers leave out
  Other
};

struct AccessControlAllowOrigin {
  AllowOrigin kind = AllowOrigin::Nobody;
  OriginFault fault = OriginFault::None;
};

/// Reads the joined value of all fields: it is compared with the asking origin byte for byte.
AccessControlAllowOrigin parse_access_control_allow_origin(std::string_view value);

/// Access-Control-Allow-Credentials: exactly "true".
constexpr bool allows_credentials(std::string_view value) { return value == "true"; }

}  // namespace headstrong::headers
