// Whose behaviour a verdict describes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace headstrong::decide {

/// The specification's text, or what one engine was measured to do. WebKit is Safari's engine,
/// measured in WebKitGTK.
enum class Profile : std::uint8_t { Spec, Chromium, Firefox, WebKit };
inline constexpr std::size_t kProfileCount = 4;
inline constexpr Profile kProfiles[kProfileCount] = {Profile::Spec, Profile::Chromium,
                                                     Profile::Firefox, Profile::WebKit};

/// "spec", "chromium", "firefox", "webkit".
std::string_view profile_name(Profile profile);

}  // namespace headstrong::decide
