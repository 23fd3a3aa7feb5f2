#include "headers/access_control.hpp"

#include <algorithm>
#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::headers {
namespace access_control_detail {

/// What hosts and ports are written with, IPv6 included.
bool is_host_and_port(std::string_view authority) {
  return !authority.empty() && std::all_of(authority.begin(), authority.end(), [](char c) {
    return text::is(c, text::kAlpha) || text::is(c, text::kDigit) ||
           std::string_view(".-_:[]").find(c) != std::string_view::npos;
  });
}

OriginFault origin_fault(std::string_view value) {
  if (value.find_first_of(", \t") != std::string_view::npos) return OriginFault::SeveralValues;
  if (value.find('*') != std::string_view::npos) return OriginFault::Wildcard;
  const std::size_t scheme = value.find("://");
  if (scheme == std::string_view::npos) return OriginFault::NoScheme;
  const std::string_view authority = value.substr(scheme + 3);
  if (authority.find_first_of("/?#") != std::string_view::npos) return OriginFault::Path;
  // Quotes, a semicolon or a user's name before the host are compared like every other letter.
  const bool quoted = value.front() == '"' || value.front() == '\'';
  if (quoted || !is_host_and_port(authority)) return OriginFault::Other;
  if (text::iends_with(value, value.substr(0, scheme) == "http" ? ":80" : ":443")) {
    return OriginFault::DefaultPort;
  }
  for (const char c : value) {
    if (text::to_lower(c) != c) return OriginFault::Other;  // origins are in lower case
  }
  return OriginFault::None;
}

}  // namespace access_control_detail

AccessControlAllowOrigin parse_access_control_allow_origin(std::string_view value) {
  AccessControlAllowOrigin header;
  if (value == "*") {
    header.kind = AllowOrigin::Anyone;
  } else if (value == "null") {
    header.kind = AllowOrigin::Null;
  } else {
    header.fault = access_control_detail::origin_fault(value);
    if (header.fault == OriginFault::None) header.kind = AllowOrigin::Origin;
  }
  return header;
}

}  // namespace headstrong::headers
