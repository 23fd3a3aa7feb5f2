// How far a word is from the one that was meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace headstrong::text {

/// The number of single-letter changes between two short texts, case ignored; capped at `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace headstrong::text
