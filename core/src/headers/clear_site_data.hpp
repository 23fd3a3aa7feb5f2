// Clear-Site-Data (W3C).
#pragma once

#include <string_view>

namespace headstrong::headers {

struct ClearSiteData {
  std::string_view unquoted;  // the first value that lacks its double quotes, and is ignored
  std::string_view unknown;   // the first quoted value that no browser knows
};

/// Reads the joined value of all fields.
ClearSiteData parse_clear_site_data(std::string_view value);

}  // namespace headstrong::headers
