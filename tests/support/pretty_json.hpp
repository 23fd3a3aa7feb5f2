// JSON with line breaks, so that a difference can be read.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::testing {

/// `json`, which is valid, with white space between its tokens: what is short stands on one line.
std::string pretty_json(std::string_view json);

/// The same without white space outside its strings; undoes `pretty_json`, byte for byte.
std::string compact_json(std::string_view json);

}  // namespace headstrong::testing
