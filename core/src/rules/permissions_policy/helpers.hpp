// What several rules about Permissions-Policy need to know.
#pragma once

#include <algorithm>
#include <string_view>

#include "data/permission_features.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_rules {

using Header = headers::Parsed<headers::PermissionsPolicy>;

/// The header where browsers can read it (Chromium alone acts on it).
inline const Header* readable(const Context& context) {
  const auto& header = context.response.typed.permissions_policy;
  return header && header->header.field.ok() ? &*header : nullptr;
}

/// What is known of a feature; null where no browser knows it. The table is sorted by name.
inline const data::PermissionFeature* feature(std::string_view name) {
  const auto* found =
      std::lower_bound(data::kPermissionFeatureTable.begin(), data::kPermissionFeatureTable.end(),
                       name, [](const data::PermissionFeature& row, std::string_view wanted) {
                         return row.feature < wanted;
                       });
  const bool known = found != data::kPermissionFeatureTable.end() && found->feature == name;
  return known ? found : nullptr;
}

/// Whether the feature reaches a person's device, surroundings or accounts.
inline bool is_sensitive(std::string_view name) {
  const data::PermissionFeature* known = feature(name);
  return known != nullptr && known->sensitive == "1";
}

/// How many places a finding about features names at most.
inline constexpr std::size_t kMaxRelated = 20;

/// One finding for all features that `is_wanted` picks: the first is the place, the others related.
template <class IsWanted>
Finding* report_features(const Header& header, Sink& sink, std::string_view label,
                         IsWanted is_wanted) {
  Finding* finding = nullptr;
  for (const grammar::SfMember& member : header.header.field.members) {
    if (member.overridden || !is_wanted(member)) continue;
    if (finding == nullptr) {
      finding = &sink.at(header.value, member.key);
      finding->arguments = {std::string(member.key)};
    } else if (finding->related.size() < kMaxRelated) {
      finding->related.push_back({header.value.to_source(member.key), label});
    } else {
      break;
    }
  }
  return finding;
}

}  // namespace headstrong::rules::permissions_rules
