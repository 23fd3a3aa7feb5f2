// Referrer-Policy (W3C Referrer Policy).
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::headers {

/// What browsers send to where. In the order of how much leaks, least first.
/// What gives away less stands before what gives away more.
enum class Referrer : std::uint8_t {
  NoReferrer,
  SameOrigin,
  StrictOrigin,
  StrictOriginWhenCrossOrigin,  // also every browser's default
  Origin,
  OriginWhenCrossOrigin,
  NoReferrerWhenDowngrade,
  UnsafeUrl,
  Unknown
};
static_assert(Referrer::NoReferrer < Referrer::SameOrigin && Referrer::SameOrigin < Referrer::StrictOrigin &&
              Referrer::StrictOrigin < Referrer::StrictOriginWhenCrossOrigin &&
              Referrer::StrictOriginWhenCrossOrigin < Referrer::Origin && Referrer::Origin < Referrer::UnsafeUrl);
/// Compared ASCII case-insensitively, as browsers do.
Referrer referrer_policy(std::string_view token);

struct ReferrerPolicy {
  Referrer effective = Referrer::Unknown;  // the last recognised value; Unknown: none is
  std::string_view effective_text;
  std::string_view unknown;  // the first value that is not recognised; empty where there is none
  std::string_view
      dropping;  // the first value with other characters than letters and hyphens: Chromium drops the header
  Referrer strictest_before = Referrer::Unknown;  // the strictest of the values before the last one
  std::string_view strictest_text;
};

/// Reads the joined value of all fields.
ReferrerPolicy parse_referrer_policy(std::string_view value);

}  // namespace headstrong::headers
