// What several rules about Strict-Transport-Security need to know.
#pragma once

#include <algorithm>
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

/// Whether the word was meant to be includeSubDomains.
inline bool is_misspelled(std::string_view word) {
  std::string letters;
  for (const char c : word) {
    if (text::is(c, text::kAlpha)) letters += text::to_lower(c);
  }
  for (const std::string_view slip : {"includesubdomain", "includesubdomains", "includeallsubdomains", "includesubs",
                                      "includedsubdomains", "includessubdomains", "includesubdomians"}) {
    if (letters == slip) return true;
  }
  return false;
}

/// Where `words` begins in a value, whatever the case of its letters.
inline std::size_t ifind(std::string_view value, std::string_view words) {
  for (std::size_t at = 0; at + words.size() <= value.size(); ++at) {
    if (text::istarts_with(value.substr(at), words)) return at;
  }
  return std::string_view::npos;
}
/// The header written anew: at least a year, and what else of it a browser would know.
inline std::string whole_value(const Header& header) {
  const std::string_view written = header.value.text();
  std::uint64_t seconds = 0;
  for (std::size_t at = ifind(written, "max-age=");
       at != std::string_view::npos && at + 8 < written.size() && text::is(written[at + 8], text::kDigit); ++at) {
    seconds = std::min(seconds * 10 + static_cast<std::uint64_t>(written[at + 8] - '0'), 10 * kYear);
  }
  std::string value = "max-age=" + std::to_string(std::max(seconds, kYear));
  if (ifind(written, "includeSubDomains") != std::string_view::npos) value += "; includeSubDomains";
  if (!header.header.preload.empty()) value += "; preload";
  return value;
}

}  // namespace headstrong::rules::hsts_rules
