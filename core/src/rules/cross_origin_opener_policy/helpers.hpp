// What the rules of Cross-Origin-Opener-Policy share.
#pragma once

#include <string_view>

#include "grammar/structured_field.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::opener_rules {

/// The first parameter other than report-to, by which WebKit ignores a header of this kind; empty where there is none.
inline std::string_view foreign_parameter(const grammar::SfField& field) {
  for (const grammar::SfParameter& parameter : field.parameters) {
    if (parameter.key != "report-to") return parameter.key;
  }
  return {};
}

/// The feature of Permissions-Policy by which Chromium doesn't isolate the page, where the header takes it away;
/// empty otherwise.
inline std::string_view isolation_for_nobody(const Context& context) {
  const auto& permissions = context.response.typed.permissions_policy;
  if (!permissions || !permissions->header.field.ok()) return {};
  for (const grammar::SfMember& member : permissions->header.field.members) {
    if (member.overridden || member.key != "cross-origin-isolated") continue;
    if (headers::allowlist_of(permissions->header, member).nobody()) return member.key;
  }
  return {};
}

}  // namespace headstrong::rules::opener_rules
