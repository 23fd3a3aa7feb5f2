// CloudFront's response headers policies: which headers have a place of their own in them, and what it can say.
#pragma once

#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters::cloudfront {

// "Quotas on response headers policies" in CloudFront's developer guide.
inline constexpr std::size_t kMaxValue = 1783;
inline constexpr std::size_t kMaxSet = 10240;
inline constexpr std::size_t kMaxCustom = 10;

enum class Part {
  Custom,
  ContentSecurityPolicy,
  ContentTypeOptions,
  FrameOptions,
  ReferrerPolicy,
  TransportSecurity,
  XssProtection
};
Part part_of(std::string_view name);

/// Strict-Transport-Security as far as CloudFront can say it.
struct Transport {
  std::string_view max_age;
  bool subdomains = false;
  bool preload = false;
  bool valid = false;
};
Transport transport(std::string_view value);

/// X-XSS-Protection in the same way.
struct Xss {
  bool on = false;
  bool block = false;
  bool valid = false;
};
Xss xss(std::string_view value);

inline constexpr LeftOutName kLeftOutNames[] = {
    {"Access-Control-", "CloudFront takes it only in the policy's CORS settings"},
    {"Set-Cookie", "it would replace the application's own cookies"},
};

/// Refuses what a policy has no words for.
void examine(const TargetSpec& spec, const EmitCall& call, EmitResult& result);

inline constexpr std::string_view kLimits =
    "values of 1 to 1783 bytes of ASCII (a quota that AWS raises on request), 10240 in all, 10 headers "
    "besides those with their own setting; 20 policies per account; one field per name; no Set-Cookie, no nonce";
inline constexpr std::string_view kCoverage =
    "every response of the behaviors that name the policy, errors and redirects included, according to "
    "AWS's documentation; copies from the origin are replaced (override).";

}  // namespace headstrong::emitters::cloudfront
