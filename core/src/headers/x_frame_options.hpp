// X-Frame-Options (HTML, "the X-Frame-Options header"; it supersedes RFC 7034).
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::headers {

struct XFrameOptions {
  /// What the set of values comes to.
  enum class Effect : std::uint8_t {
    Deny,
    SameOrigin,
    Nothing,      // no value is known: every page may frame this one
    BlockedByMix  // different values, one of them known: nobody may frame it
  };
  Effect effect = Effect::Nothing;
  std::string_view first;       // value
  std::string_view different;   // the first value unlike `first`; its data() is null where none is
  std::string_view allow_from;  // the first ALLOW-FROM value, empty where there is none
};

/// Reads the joined value of all fields.
XFrameOptions parse_x_frame_options(std::string_view value);

}  // namespace headstrong::headers
