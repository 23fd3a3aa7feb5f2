// What the rules of X-Content-Type-Options share.
#pragma once

#include "headstrong/catalogue.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::x_content_type_options_rules {

/// How safe it is to send nosniff: a page that says that it is HTML stays one. Other things may have
/// been used for what their Content-Type does not say, and no longer work.
inline Applicability applicability(const Context& context) {
  const auto& type = context.response.typed.content_type;
  return type && type->header.is_html() ? Applicability::Safe : Applicability::Suggestion;
}

}  // namespace headstrong::rules::x_content_type_options_rules
