// Refresh (HTML, "shared declarative refresh steps").
#pragma once

#include <string_view>

namespace headstrong::headers {

struct Refresh {
  bool valid = false;    // it begins with a time
  std::string_view url;  // where to; empty: the page itself again
};

Refresh parse_refresh(std::string_view value);

}  // namespace headstrong::headers
