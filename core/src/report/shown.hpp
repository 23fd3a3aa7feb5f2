// What of a paste is not shown as it is.
#pragma once

#include <cstddef>
#include <string_view>

namespace headstrong::report {

/// The number of bytes at s[at] that headstrong::shown would escape, 0 where they may be shown as they are.
std::size_t hidden_length(std::string_view s, std::size_t at);

}  // namespace headstrong::report
