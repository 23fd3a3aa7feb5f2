// What the rules of Location share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "grammar/url.hpp"
#include "headers/refresh.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::location_rules {

/// An http URL that a response sends the visitor on to.
struct PlainTarget {
  std::string url;  // empty: none
  std::uint32_t field = 0;
  std::string_view written;  // in the field
};

/// The URL that `reference` in a field means, if it is of plain HTTP and of another machine than the reader's own.
inline PlainTarget plain_target(const model::ResponseModel& response, std::uint32_t field, std::string_view reference) {
  std::string target = grammar::resolve_url(response.page_url, reference);
  if (!text::istarts_with(target, "http:")) return {};
  std::string buffer;
  grammar::Url url;
  if (grammar::parse_url(target, buffer, url) != grammar::UrlError::None) return {};
  if (grammar::is_loopback(url.host)) return {};
  return {std::move(target), field, reference};
}

/// Where a response that is known to have come encrypted sends the visitor on without encryption: by its
/// Location, or by Refresh if it is no redirect.
inline PlainTarget plain_http_target(const Context& context) {
  const model::ResponseModel& response = context.response;
  if (!response.is_encrypted()) return {};
  if (!response.is_redirect) {
    for (const std::uint32_t field : response.fields(http::HeaderName::Refresh)) {
      const headers::Refresh refresh = headers::parse_refresh(response.field(field).value.text());
      if (refresh.valid && !refresh.url.empty()) return plain_target(response, field, refresh.url);
    }
    return {};
  }
  for (const std::uint32_t field : response.fields(http::HeaderName::Location)) {
    const std::string_view reference = text::trim(response.field(field).value.text());
    // Browsers follow the first that is not empty.
    if (!reference.empty()) return plain_target(response, field, reference);
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
  if (host.empty()) return false;
  if (url.host == host) return true;
  const bool below = url.host.size() > host.size() && url.host.substr(url.host.size() - host.size()) == host &&
                     url.host[url.host.size() - host.size() - 1] == '.';
  return below && !header->header.subdomains.empty();
}

}  // namespace headstrong::rules::location_rules
