// What several rules about Strict-Transport-Security need to know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "headers/strict_transport_security.hpp"
#include "rules/fixes.hpp"
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

/// The header written anew: at least a year, and what else of it a browser would know.
inline std::string whole_value(const Header& header) {
  return headers::meant_transport(header.value.text()).in_force_for_a_year();
}

/// Offers a year for a shorter max-age, and takes preload away: with a year anyone may put the domain on the list.
inline void offer_year(const Context& context, const Header& header, std::string_view title, Finding& finding) {
  if (header.header.preload.empty()) {
    offer_fix(finding, title, Applicability::Suggestion,
              replace_part(context.response, header.value, header.header.max_age_value, "31536000"));
    return;
  }
  offer_fix(finding, "Write a max-age of a year, without preload", Applicability::Suggestion,
            replace_field_value(context.response, header.value.first_field(), whole_value(header)));
}

}  // namespace headstrong::rules::hsts_rules
