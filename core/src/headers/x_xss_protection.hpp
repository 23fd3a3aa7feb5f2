// X-XSS-Protection: the switch of a filter that no current browser has.
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::headers {

enum class XssFilter : std::uint8_t { Unknown, Off, On, OnBlocking };

/// Reads the joined value of all fields: 0 or 1, then parameters after semicolons.
XssFilter parse_x_xss_protection(std::string_view value);

}  // namespace headstrong::headers
