#include "headers/clear_site_data.hpp"

#include "grammar/comma_list.hpp"

namespace headstrong::headers {
namespace clear_site_data {

bool is_known(std::string_view quoted) {
  static constexpr std::string_view kTypes[] = {
      "\"cache\"",       "\"cookies\"",       "\"storage\"",        "\"executionContexts\"",
      "\"clientHints\"", "\"prefetchCache\"", "\"prerenderCache\"", "\"*\""};
  for (const std::string_view type : kTypes) {
    if (quoted == type) return true;
  }
  return false;
}

}  // namespace clear_site_data

ClearSiteData parse_clear_site_data(std::string_view value) {
  ClearSiteData header;
  grammar::CommaList list(value);
  std::string_view item;
  while (list.next(item)) {
    const bool quoted = item.size() > 1 && item.front() == '"' && item.back() == '"';
    if (!quoted && !item.empty() && header.unquoted.empty()) header.unquoted = item;
    if (quoted && header.unknown.empty() && !clear_site_data::is_known(item)) header.unknown = item;
  }
  return header;
}

}  // namespace headstrong::headers
