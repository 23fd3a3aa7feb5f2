// What several rules about Strict-Transport-Security need to know.
#pragma once

#include <cstdint>
#include <string>

#include "rules/rule.hpp"

namespace headstrong::rules::hsts_rules {

inline constexpr std::uint64_t kDay = 86400;
inline constexpr std::uint64_t kHalfYear = 180 * kDay;
inline constexpr std::uint64_t kYear = 31536000;

using Header = headers::Parsed<headers::StrictTransportSecurity>;

/// The header of a response that came over HTTPS; over http browsers ignore it whatever it says.
inline const Header* over_https(const Context& context) {
  const auto& header = context.response.typed.strict_transport_security;
  return header && context.response.https ? &*header : nullptr;
}
/// The same where browsers act on it.
inline const Header* in_force(const Context& context) {
  const Header* header = over_https(context);
  return header != nullptr && header->header.in_force() ? header : nullptr;
}

/// A year, and of the other directives those that the header has.
inline std::string year_value(const headers::StrictTransportSecurity& header) {
  std::string value = "max-age=31536000";
  if (!header.subdomains.empty()) value += "; includeSubDomains";
  if (!header.preload.empty()) value += "; preload";
  return value;
}

}  // namespace headstrong::rules::hsts_rules
