// What several rules about Permissions-Policy need to know.
#pragma once

#include <string_view>

#include "headers/permission_features.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_rules {

using headers::is_sensitive;
using headers::permission_feature;
using Header = headers::Parsed<headers::PermissionsPolicy>;

/// The header where browsers can read it (Chromium alone acts on it).
inline const Header* readable(const Context& context) {
  const auto& header = context.response.typed.permissions_policy;
  return header && header->header.field.ok() ? &*header : nullptr;
}

/// Whether a list says something of a feature that browsers have: takes it away from somebody, or
/// leaves a sensitive one to everyone, which a rule of its own tells.
inline bool counts(std::string_view name, bool everyone) {
  const data::PermissionFeature* known = permission_feature(name);
  if (known == nullptr || known->status != "current") return false;
  return !everyone || known->sensitive == "1";
}

/// Whether one of the header's lists counts.
inline bool says_something(const Header& header) {
  for (const grammar::SfMember& member : header.header.field.members) {
    const bool everyone = headers::allowlist_of(header.header, member).everyone;
    if (!member.overridden && counts(member.key, everyone)) return true;
  }
  return false;
}

/// How many places a finding about features names at most.
inline constexpr std::size_t kMaxRelated = 20;

/// One finding for all features that `is_wanted` picks: the first is the place, the others related.
template <class IsWanted>
Finding* report_features(const Header& header, Sink& sink, std::string_view label, IsWanted is_wanted) {
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
