// What several rules about CORS need to know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "grammar/url.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_rules {

/// Whether other origins may read the response with the visitor's cookies.
inline bool with_credentials(const Context& context) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowCredentials)) {
    if (headers::allows_credentials(context.response.field(field).value.text())) return true;
  }
  return false;
}

/// Whether the origin is the response's own, which needs no leave.
inline bool is_own(const Context& context, std::string_view origin) {
  if (context.response.response->url.empty()) return false;
  const std::string_view page = context.response.page_url;
  return page.size() > origin.size() && page[origin.size()] == '/' &&
         text::iequals(page.substr(0, origin.size()), origin);
}

/// Whether an origin is on the reader's own machine.
inline bool is_local(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  std::string_view host = origin.substr(scheme + 3);
  const std::size_t end = host.substr(0, 1) == "[" ? host.find(']') + 1 : host.find(':');
  return grammar::is_loopback(host.substr(0, end));
}

}  // namespace headstrong::rules::access_control_rules
