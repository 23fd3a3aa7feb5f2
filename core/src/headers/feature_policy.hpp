// Feature-Policy, the predecessor of Permissions-Policy: features between semicolons, origins
// between blanks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headstrong::headers {

struct FeaturePolicyDirective {
  std::string_view feature;
  std::string_view allowlist;  // trimmed; empty: 'self'
};

struct FeaturePolicy {
  std::vector<FeaturePolicyDirective> directives;
};

/// Reads the joined value of all fields.
FeaturePolicy parse_feature_policy(std::string_view value);

/// Whether a value looks as if it were written in this syntax although it stands in
/// Permissions-Policy: a feature's name, then a list that has no "=".
bool looks_like_feature_policy(std::string_view value);

/// The same policy as a Permissions-Policy value. Features named twice keep their first list.
std::string to_permissions_policy(const FeaturePolicy& policy);

/// What Chromium reads of a Feature-Policy beside this Permissions-Policy: the features that the latter doesn't name,
/// as members to be put behind it. Names that no browser knows any more are left out. Beside an empty one: all that
/// a Permissions-Policy in its place needs.
std::string members_beside(const FeaturePolicy& policy, std::string_view permissions_policy);

/// The features that no browser knows any more, as written.
std::vector<std::string_view> forgotten_features(const FeaturePolicy& policy);

/// What a Permissions-Policy value that can't be read was meant to be, where its entries have allowlists but wrong
/// separators, parentheses, quotes or case; empty where one of them is no such entry.
std::string repaired_permissions_policy(std::string_view value);

}  // namespace headstrong::headers
