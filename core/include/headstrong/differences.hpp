// Where browsers disagree: one row a difference, read by the decision engine and shown to people.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "headstrong/profile.hpp"

namespace headstrong::decide {

/// How one or more engines leave the specification's text.
struct EngineDifference {
  std::string_view id;                        // kebab-case, never reused
  std::string_view what;                      // what the engines below do, one sentence
  std::array<bool, kProfileCount> engines{};  // by Profile; the specification's is false
  std::string_view policy;                    // the smallest case that shows it: one header value ...
  std::string_view request;                   // ... and a request as JSON, with "page", "policies" or "xFrameOptions"
                                              // beside its own fields where the usual page will not do
  // The verdicts on that case. Where they are the same, the engines name another directive in their
  // violation events.
  bool spec_allows = false;
  bool engines_allow = false;
  std::string_view checked;  // "asked", "recorded <case ids>" or "source"
  // The version of WebKitGTK that was seen to do as the draft, or as the other browsers, by now; empty where none was.
  std::string_view webkit_left;
};
/// All rows, in the order of the table.
const std::vector<EngineDifference>& engine_differences();

/// The engine version that every row was observed in; empty for the specification.
std::string_view observed_version(Profile profile);

}  // namespace headstrong::decide
