#include "headers/cross_origin_opener_policy.hpp"

namespace headstrong::headers {
namespace cross_origin_opener_policy_detail {

OpenerPolicy policy_of(const grammar::SfItem& item) {
  if (item.type != grammar::SfType::Token) return OpenerPolicy::Unknown;
  // Tokens are compared exactly.
  if (item.text == "unsafe-none") return OpenerPolicy::UnsafeNone;
  if (item.text == "same-origin-allow-popups") return OpenerPolicy::SameOriginAllowPopups;
  if (item.text == "same-origin") return OpenerPolicy::SameOrigin;
  if (item.text == "noopener-allow-popups") return OpenerPolicy::NoopenerAllowPopups;
  return OpenerPolicy::Unknown;
}

}  // namespace cross_origin_opener_policy_detail

CrossOriginOpenerPolicy parse_cross_origin_opener_policy(std::string_view value) {
  CrossOriginOpenerPolicy header;
  header.field = grammar::parse_sf_item(value);
  if (header.field.ok() && !header.field.members.empty()) {
    header.policy = cross_origin_opener_policy_detail::policy_of(header.field.members.front().value);
  }
  return header;
}

}  // namespace headstrong::headers
