// Steps of which a target's own escaping is made.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::quote {

/// `text` with a backslash before each byte that is in `marks`.
std::string backslashed(std::string_view text, std::string_view marks);

/// `text` with every occurrence of `from` replaced.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

}  // namespace headstrong::quote
