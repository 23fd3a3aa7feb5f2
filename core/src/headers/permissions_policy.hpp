// Permissions-Policy (W3C), a dictionary of features and who may use them.
#pragma once

#include <cstdint>
#include <string_view>

#include "grammar/structured_field.hpp"

namespace headstrong::headers {

/// Who a member of the dictionary lets use its feature.
struct PermissionAllowlist {
  bool everyone = false;  // *, and the strings "*" and "https:"
  bool self = false;
  std::uint32_t origins = 0;  // strings
  std::string_view unusable;  // the first value that means nothing; empty where there is none
  bool nobody() const { return !everyone && !self && origins == 0; }
};

struct PermissionsPolicy {
  grammar::SfField field;  // a dictionary; features are its keys
};

/// Reads the joined value of all fields.
PermissionsPolicy parse_permissions_policy(std::string_view value);

PermissionAllowlist allowlist_of(const PermissionsPolicy& policy, const grammar::SfMember& member);

}  // namespace headstrong::headers
