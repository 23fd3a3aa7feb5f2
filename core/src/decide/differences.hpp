// The table of the differences between engines, and what the algorithm asks of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "headstrong/profile.hpp"

namespace headstrong::decide {

enum class Difference : std::uint8_t {
#define HEADSTRONG_DIFFERENCE(enumerator, id, chromium, firefox, webkit, ...) enumerator,
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
  Count
};
inline constexpr std::size_t kDifferenceCount = static_cast<std::size_t>(Difference::Count);

/// Which rows of the table a profile follows.
struct ProfileTraits {
  Profile profile = Profile::Spec;
  std::array<bool, kDifferenceCount> follows{};
  constexpr bool has(Difference difference) const {
    return follows[static_cast<std::size_t>(difference)];
  }
  /// A bit of the masks that say for which profiles something holds.
  constexpr std::uint8_t bit() const {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(profile));
  }
};
const ProfileTraits& traits(Profile profile);
/// The profiles that follow a row, one bit each.
std::uint8_t profiles_with(Difference difference);

}  // namespace headstrong::decide
