#include "headers/reporting_endpoints.hpp"

#include "grammar/url.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {
namespace reporting_endpoints_detail {

bool is_insecure(std::string_view quoted) {
  constexpr std::string_view kScheme = "\"http://";
  if (!text::istarts_with(quoted, kScheme)) return false;
  const std::string_view host = quoted.substr(kScheme.size());
  return !grammar::is_loopback(host.substr(0, host.find_first_of(":/?#\"")));
}

/// Whether it is relative in a way that only Firefox and WebKit resolve.
bool is_relative(std::string_view quoted) {
  const std::string_view url = quoted.substr(1, quoted.size() - 2);
  if (url.empty()) return false;
  if (url[0] == '/') return url.size() > 1 && url[1] == '/';
  return url.find(':') == std::string_view::npos || url.find(':') > url.find('/');
}

}  // namespace reporting_endpoints_detail

ReportingEndpoints parse_reporting_endpoints(std::string_view value) {
  ReportingEndpoints header;
  header.field = grammar::parse_sf_dictionary(value);
  if (!header.field.ok()) return header;
  for (const grammar::SfMember& member : header.field.members) {
    if (member.overridden) continue;
    const grammar::SfItem& item = member.value;
    if (item.type != grammar::SfType::String) {
      if (header.not_a_string.empty()) {
        header.not_a_string = item.text.empty() ? member.key : item.text;
      }
      continue;
    }
    header.any = true;
    if (header.with_parameter.empty() && item.parameter_count > 0) header.with_parameter = item.text;
    if (header.relative.empty() && reporting_endpoints_detail::is_relative(item.text)) header.relative = item.text;
    const bool insecure = reporting_endpoints_detail::is_insecure(item.text);
    header.usable |= !insecure;
    if (insecure && header.insecure.empty()) header.insecure = item.text;
  }
  return header;
}

bool ReportingEndpoints::defines(std::string_view name) const {
  if (!field.ok()) return false;
  const grammar::SfMember* member = field.find(name);
  return member != nullptr && member->value.type == grammar::SfType::String;
}

}  // namespace headstrong::headers
