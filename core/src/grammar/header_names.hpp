// The response headers that Headstrong knows by name.
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::http {

enum class HeaderName : std::uint8_t {
#define HEADSTRONG_HEADER(enumerator, name) enumerator,
#include "grammar/header_names.def"
#undef HEADSTRONG_HEADER
  Unknown
};
inline constexpr std::size_t kHeaderNameCount = static_cast<std::size_t>(HeaderName::Unknown);

/// The header of that name, compared ASCII case-insensitively.
HeaderName header_name(std::string_view name);
/// Its usual spelling; empty for Unknown.
std::string_view spelling(HeaderName name);

}  // namespace headstrong::http
