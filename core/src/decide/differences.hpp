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
  constexpr bool has(Difference difference) const { return follows[static_cast<std::size_t>(difference)]; }
  /// A bit of the masks that say for which profiles something holds.
  constexpr std::uint8_t bit() const { return static_cast<std::uint8_t>(1u << static_cast<unsigned>(profile)); }
};

namespace differences_detail {

inline constexpr std::array<ProfileTraits, kProfileCount> kTraits = {{
    {Profile::Spec, {}},
    {Profile::Chromium,
     {
#define HEADSTRONG_DIFFERENCE(enumerator, id, chromium, firefox, webkit, ...) (chromium) != 0,
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
     }},
    {Profile::Firefox,
     {
#define HEADSTRONG_DIFFERENCE(enumerator, id, chromium, firefox, webkit, ...) (firefox) != 0,
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
     }},
    {Profile::WebKit,
     {
#define HEADSTRONG_DIFFERENCE(enumerator, id, chromium, firefox, webkit, ...) (webkit) != 0,
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
     }},
}};

}  // namespace differences_detail

constexpr const ProfileTraits& traits(Profile profile) {
  return differences_detail::kTraits[static_cast<std::size_t>(profile)];
}

/// The profiles that follow a row, one bit each.
constexpr std::uint8_t profiles_with(Difference difference) {
  unsigned bits = 0;
  for (const ProfileTraits& t : differences_detail::kTraits) {
    if (t.has(difference)) bits |= t.bit();
  }
  return static_cast<std::uint8_t>(bits);
}

}  // namespace headstrong::decide
