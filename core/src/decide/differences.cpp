#include "decide/differences.hpp"

#include "headstrong/differences.hpp"

namespace headstrong::decide {

namespace differences_detail {

constexpr std::string_view left_in(Difference row) {
  switch (row) {
#define HEADSTRONG_LEFT(enumerator, version) \
  case Difference::enumerator:               \
    return version;
#include "decide/differences_left.def"
#undef HEADSTRONG_LEFT
    default: return {};
  }
}

std::array<bool, kProfileCount> engines_of(Browsers followers) {
  std::array<bool, kProfileCount> engines{};
  for (std::size_t p = 0; p < kProfileCount; ++p) engines[p] = (followers & browser(kProfiles[p])) != 0;
  return engines;
}

}  // namespace differences_detail

const std::vector<EngineDifference>& engine_differences() {
  static const std::vector<EngineDifference> rows = {
#define HEADSTRONG_DIFFERENCE(enumerator, id, followers, what, policy, request, spec, deviating, checked) \
  {id,                                                                                                    \
   what,                                                                                                  \
   differences_detail::engines_of(followers),                                                             \
   policy,                                                                                                \
   request,                                                                                               \
   (spec) != 0,                                                                                           \
   (deviating) != 0,                                                                                      \
   checked,                                                                                               \
   differences_detail::left_in(Difference::enumerator)},
#include "decide/differences.def"
#undef HEADSTRONG_DIFFERENCE
  };
  return rows;
}

namespace differences_detail {

struct Facts {
  std::string_view id;
  std::string_view title;
  std::string_view version;
};

constexpr Facts kFacts[kProfileCount] = {
#define HEADSTRONG_PROFILE(enumerator, id, name, version) {id, name, version},
#include "headstrong/profiles.def"
#undef HEADSTRONG_PROFILE
};

constexpr const Facts& of(Profile profile) { return kFacts[static_cast<std::size_t>(profile)]; }

}  // namespace differences_detail

std::string_view observed_version(Profile profile) { return differences_detail::of(profile).version; }

std::string_view profile_name(Profile profile) { return differences_detail::of(profile).id; }

std::string_view profile_title(Profile profile) { return differences_detail::of(profile).title; }

}  // namespace headstrong::decide
