// Content-Type (Fetch, "extract a MIME type").
#pragma once

#include <string_view>

namespace headstrong::headers {

struct ContentType {
  std::string_view essence;  // type/subtype of the value that counts; empty: none can be read
  std::string_view charset;  // without quotes; empty: none is given

  bool is_html() const;
};

/// Reads the joined value of all fields: the last value that is a MIME type other than */* counts.
ContentType parse_content_type(std::string_view value);

}  // namespace headstrong::headers
