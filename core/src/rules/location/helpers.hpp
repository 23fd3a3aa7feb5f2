// What the rules of Location share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "grammar/url.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::location_rules {

/// Where a response that is known to have come over https redirects to without encryption, on another
/// machine than the reader's own; empty where it does not. `field` receives the Location field.
inline std::string plain_http_target(const Context& context, std::uint32_t& field) {
  const model::ResponseModel& response = context.response;
  if (!response.is_redirect || !response.https || response.response->url.empty()) return {};
  for (const std::uint32_t location : response.fields(http::HeaderName::Location)) {
    const std::string_view reference = text::trim(response.field(location).value.text());
    if (reference.empty()) continue;  // browsers follow the first that is not empty
    std::string target = grammar::resolve_url(response.page_url, reference);
    if (!text::istarts_with(target, "http:")) return {};
    std::string buffer;
    grammar::Url url;
    if (grammar::parse_url(target, buffer, url) != grammar::UrlError::None) return {};
    if (grammar::is_loopback(url.host)) return {};
    field = location;
    return target;
  }
  return {};
}

/// Whether the response's own Strict-Transport-Security makes browsers ask for `target` over https.
inline bool is_upgraded(const Context& context, std::string_view target) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  std::string buffer;
  grammar::Url url;
  if (header == nullptr || grammar::parse_url(target, buffer, url) != grammar::UrlError::None) return false;
  const std::string& host = context.response.host;
  if (url.host == host) return true;
  const bool below = url.host.size() > host.size() && url.host.substr(url.host.size() - host.size()) == host &&
                     url.host[url.host.size() - host.size() - 1] == '.';
  return below && !header->header.subdomains.empty();
}

}  // namespace headstrong::rules::location_rules
