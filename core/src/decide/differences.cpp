#include "decide/differences.hpp"

#include "headstrong/differences.hpp"

namespace headstrong::decide {
const std::vector<EngineDifference>& engine_differences() {
  static const std::vector<EngineDifference> rows = {
#define HEADSTRONG_DIFFERENCE(enumerator, id, chromium, firefox, webkit, what, policy, request, spec, \
                              deviating, checked)                                                   \
  {id, what, {false, (chromium) != 0, (firefox) != 0, (webkit) != 0}, policy, request, (spec) != 0,   \
   (deviating) != 0, checked},
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
  };
  return rows;
}

std::string_view observed_version(Profile profile) {
  constexpr std::string_view kVersions[kProfileCount] = {"", "Chromium 156.0.8078",
                                                         "Firefox 153.7", "WebKitGTK 2.50.6"};
  return kVersions[static_cast<std::size_t>(profile)];
}

std::string_view profile_name(Profile profile) {
  constexpr std::string_view kNames[kProfileCount] = {"spec", "chromium", "firefox", "webkit"};
  return kNames[static_cast<std::size_t>(profile)];
}

}  // namespace headstrong::decide
