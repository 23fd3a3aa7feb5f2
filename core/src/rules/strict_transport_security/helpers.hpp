// What several rules about Strict-Transport-Security need to know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "rules/rule.hpp"
#include "text/ascii.hpp"

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

/// Where `words` begins in a value, whatever the case of its letters.
inline std::size_t ifind(std::string_view value, std::string_view words) {
  for (std::size_t at = 0; at + words.size() <= value.size(); ++at) {
    if (text::istarts_with(value.substr(at), words)) return at;
  }
  return std::string_view::npos;
}
/// The digits behind max-age=, where they stand for a year or more.
inline std::string_view long_max_age(std::string_view value) {
  std::size_t start = ifind(value, "max-age=");
  if (start == std::string_view::npos) return {};
  start += 8;
  std::size_t end = start;
  while (end < value.size() && text::is(value[end], text::kDigit)) ++end;
  const std::string_view digits = value.substr(start, end - start);
  constexpr std::size_t kDigitsOfYear = 8;
  const bool enough =
      digits.size() == kDigitsOfYear ? digits >= "31536000" : digits.size() > kDigitsOfYear;
  return enough && digits.front() != '0' ? digits : std::string_view();
}
/// The header written anew: at least a year, and what else of it a browser would know.
inline std::string whole_value(const Header& header) {
  const std::string_view written = header.value.text();
  const std::string_view seconds = long_max_age(written);
  std::string value("max-age=");
  value += seconds.empty() ? std::string_view("31536000") : seconds;
  if (ifind(written, "includeSubDomains") != std::string_view::npos) value += "; includeSubDomains";
  if (!header.header.preload.empty()) value += "; preload";
  return value;
}

}  // namespace headstrong::rules::hsts_rules
