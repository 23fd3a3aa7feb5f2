#include "headers/permissions_policy.hpp"

namespace headstrong::headers {
namespace permissions_policy_detail {

/// A keyword in double quotes is a string, and no origin.
bool is_quoted_keyword(const grammar::SfItem& item) { return item.text == "\"self\"" || item.text == "\"none\""; }

void take(const grammar::SfItem& item, PermissionAllowlist& list) {
  const bool string = item.type == grammar::SfType::String;
  if (item.text == "*" || (string && (item.text == "\"*\"" || item.text == "\"https:\""))) {
    list.everyone = true;  // Chromium takes the strings for a source expression each
  } else if (item.type == grammar::SfType::Token && item.text == "self") {
    list.self = true;
  } else if (item.type == grammar::SfType::String && !is_quoted_keyword(item)) {
    ++list.origins;
  } else if (list.unusable.empty()) {
    list.unusable = item.text;
  }
}

}  // namespace permissions_policy_detail

PermissionsPolicy parse_permissions_policy(std::string_view value) { return {grammar::parse_sf_dictionary(value)}; }

PermissionAllowlist allowlist_of(const PermissionsPolicy& policy, const grammar::SfMember& member) {
  PermissionAllowlist list;
  const grammar::SfItem& value = member.value;
  if (value.type != grammar::SfType::InnerList) {
    permissions_policy_detail::take(value, list);
    // A bare key is the boolean true, which names nobody; it is shown by its key.
    if (value.text.empty()) list.unusable = member.key;
    return list;
  }
  for (std::uint32_t i = 0; i < value.item_count; ++i) {
    permissions_policy_detail::take(policy.field.items[value.first_item + i], list);
  }
  return list;
}

}  // namespace headstrong::headers
