// X-Content-Type-Options (Fetch).
#pragma once

#include <string_view>

namespace headstrong::headers {

struct XContentTypeOptions {
  bool nosniff = false;    // the first value is nosniff: only that one counts
  std::string_view first;  // value
  std::string_view later;  // a nosniff behind another first value, which does not count
};

/// Reads the joined value of all fields.
XContentTypeOptions parse_x_content_type_options(std::string_view value);

}  // namespace headstrong::headers
