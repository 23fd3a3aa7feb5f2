// Whose behaviour a verdict describes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace headstrong::decide {

/// The specification's text, or what one engine was measured to do.
enum class Profile : std::uint8_t {
#define HEADSTRONG_PROFILE(enumerator, id, name, version) enumerator,
#include "headstrong/profiles.def"
#undef HEADSTRONG_PROFILE
};
inline constexpr Profile kProfiles[] = {
#define HEADSTRONG_PROFILE(enumerator, id, name, version) Profile::enumerator,
#include "headstrong/profiles.def"
#undef HEADSTRONG_PROFILE
};
inline constexpr std::size_t kProfileCount = sizeof(kProfiles) / sizeof(kProfiles[0]);
/// All but the first, which is the specification's.
inline constexpr std::span<const Profile> kBrowserProfiles(kProfiles + 1, kProfileCount - 1);

/// Browsers of the table, as a set; none means that all of them are alike.
using Browsers = std::uint8_t;
constexpr Browsers browser(Profile profile) { return static_cast<Browsers>(1U << static_cast<unsigned>(profile)); }
#define HEADSTRONG_PROFILE(enumerator, id, name, version) \
  inline constexpr Browsers kIn##enumerator = browser(Profile::enumerator);
#include "headstrong/profiles.def"
#undef HEADSTRONG_PROFILE

/// As JSON has it: "spec", "chromium", "firefox", "webkit".
std::string_view profile_name(Profile profile);
/// As sentences have it: "Chromium"; empty for the specification.
std::string_view profile_title(Profile profile);

}  // namespace headstrong::decide
