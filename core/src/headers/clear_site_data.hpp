// Clear-Site-Data (W3C).
#pragma once

#include <string_view>
#include <vector>

namespace headstrong::headers {

struct ClearSiteData {
  bool clears_cookies = false;
  // Values that browsers pass over; at most kMaxIgnored of each.
  std::vector<std::string_view> unquoted;  // without their double quotes
  std::vector<std::string_view> unknown;   // quoted, and the name of nothing
};

/// More would be no news.
constexpr std::size_t kMaxIgnoredClearances = 64;

/// Reads the joined value of all fields.
ClearSiteData parse_clear_site_data(std::string_view value);

/// The value that `word` stands for, whatever its case and its quotes, as browsers want it: with its
/// double quotes. Empty where there is none.
std::string_view meant_clearance(std::string_view word);

}  // namespace headstrong::headers
