// How far a word is from the one that was meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace headstrong::text {

/// Texts longer than this, in bytes, are near to nothing.
inline constexpr std::size_t kLongestNear = 64;

/// The number of keystrokes between two texts, ASCII case ignored: a letter more, less or other, or two neighbours
/// that changed places (optimal string alignment). Capped at `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace headstrong::text
