// The table of the differences between engines, and what the algorithm asks of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "headstrong/profile.hpp"

namespace headstrong::decide {

enum class Difference : std::uint8_t {
#define HEADSTRONG_DIFFERENCE(enumerator, ...) enumerator,
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
  Count
};
inline constexpr std::size_t kDifferenceCount = static_cast<std::size_t>(Difference::Count);

/// Which rows of the table a profile follows.
struct ProfileTraits {
  Profile profile = Profile::Spec;
  std::array<bool, kDifferenceCount> follows{};
  constexpr bool has(Difference difference) const { return follows[static_cast<std::size_t>(difference)]; }
  /// A bit of the masks that say for which profiles something holds.
  constexpr Browsers bit() const { return browser(profile); }
};

namespace differences_detail {

inline constexpr std::array<Browsers, kDifferenceCount> kFollowers = {{
#define HEADSTRONG_DIFFERENCE(enumerator, id, followers, ...) static_cast<Browsers>(followers),
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
}};

constexpr std::array<ProfileTraits, kProfileCount> all_traits() {
  std::array<ProfileTraits, kProfileCount> all{};
  for (std::size_t p = 0; p < kProfileCount; ++p) {
    all[p].profile = kProfiles[p];
    for (std::size_t row = 0; row < kDifferenceCount; ++row) {
      all[p].follows[row] = (kFollowers[row] & all[p].bit()) != 0;
    }
  }
  return all;
}
inline constexpr std::array<ProfileTraits, kProfileCount> kTraits = all_traits();

}  // namespace differences_detail

constexpr const ProfileTraits& traits(Profile profile) {
  return differences_detail::kTraits[static_cast<std::size_t>(profile)];
}

/// The profiles that follow a row, one bit each.
constexpr Browsers profiles_with(Difference difference) {
  return differences_detail::kFollowers[static_cast<std::size_t>(difference)];
}

}  // namespace headstrong::decide
