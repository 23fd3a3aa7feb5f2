#include "emit/cloudfront.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace headstrong::emitters::cloudfront {
namespace cloudfront_detail {

constexpr std::string_view kReferrer[] = {
    "no-referrer",   "no-referrer-when-downgrade",      "origin",    "origin-when-cross-origin", "same-origin",
    "strict-origin", "strict-origin-when-cross-origin", "unsafe-url"};

bool takes(std::string_view& rest, std::string_view word) {
  if (!text::istarts_with(rest, word)) return false;
  rest.remove_prefix(word.size());
  return true;
}

bool takes_next(std::string_view& rest, std::string_view word) {
  std::string_view ahead = rest;
  if (!takes(ahead, ";")) return false;
  while (!ahead.empty() && ahead.front() == ' ') ahead.remove_prefix(1);
  if (!takes(ahead, word)) return false;
  rest = ahead;
  return true;
}

/// Why a policy can't say that; empty where it can.
std::string_view fault_of(Part part, std::string_view value) {
  switch (part) {
    case Part::ContentTypeOptions: return value == "nosniff" ? "" : "CloudFront sends nosniff and nothing else";
    case Part::FrameOptions:
      return value == "DENY" || value == "SAMEORIGIN"
                 ? ""
                 : "CloudFront sends DENY or SAMEORIGIN, in capitals, and nothing else";
    case Part::ReferrerPolicy: {
      const bool known = std::find(std::begin(kReferrer), std::end(kReferrer), value) != std::end(kReferrer);
      return known ? "" : "CloudFront sends one of the policy's words, in lower case, and nothing else";
    }
    case Part::TransportSecurity:
      return transport(value).valid
                 ? ""
                 : "CloudFront sends max-age, then includeSubDomains, then preload, and nothing else";
    case Part::XssProtection:
      return xss(value).valid ? "" : "CloudFront sends 0, 1 or \"1; mode=block\", and nothing else";
    case Part::ContentSecurityPolicy:
    case Part::Custom: break;
  }
  return {};
}

}  // namespace cloudfront_detail

Part part_of(std::string_view name) {
  struct Row {
    std::string_view name;
    Part part;
  };
  constexpr Row kRows[] = {{"Content-Security-Policy", Part::ContentSecurityPolicy},
                           {"X-Content-Type-Options", Part::ContentTypeOptions},
                           {"X-Frame-Options", Part::FrameOptions},
                           {"Referrer-Policy", Part::ReferrerPolicy},
                           {"Strict-Transport-Security", Part::TransportSecurity},
                           {"X-XSS-Protection", Part::XssProtection}};
  for (const Row& row : kRows) {
    if (text::iequals(row.name, name)) return row.part;
  }
  return Part::Custom;
}

Transport transport(std::string_view value) {
  Transport out;
  if (!cloudfront_detail::takes(value, "max-age=")) return out;
  std::size_t digits = 0;
  while (digits < value.size() && text::is(value[digits], text::kDigit)) ++digits;
  out.max_age = value.substr(0, digits);
  value.remove_prefix(digits);
  out.subdomains = cloudfront_detail::takes_next(value, "includeSubDomains");
  out.preload = cloudfront_detail::takes_next(value, "preload");
  constexpr std::size_t kInteger = 9;  // digits that fit into 32 bits
  const bool leading = digits > 1 && out.max_age.front() == '0';
  out.valid = value.empty() && digits > 0 && digits <= kInteger && !leading;
  return out;
}

Xss xss(std::string_view value) {
  if (value == "0") return {false, false, true};
  if (value == "1") return {true, false, true};
  return {true, true, value == "1; mode=block"};
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  std::size_t custom = 0;
  for (const HeaderValues& field : call.fields()) {
    const Part part = part_of(field.name);
    const std::string_view value = field.values.front();
    const std::string_view fault = cloudfront_detail::fault_of(part, value);
    if (!fault.empty()) refuse(result, field.name, fault);
    if (part == Part::Custom && ++custom > kMaxCustom) {
      refuse(result, field.name, "a policy carries at most 10 headers that have no setting");
    }
    if (part != Part::TransportSecurity || result.refusal) continue;
    const Transport parts = transport(value);
    std::string sent = "max-age=" + std::string(parts.max_age);
    if (parts.subdomains) sent += "; includeSubDomains";
    if (parts.preload) sent += "; preload";
    if (sent != value) warn(result, field.name, "CloudFront builds the header itself. It means the same.");
  }
}

}  // namespace headstrong::emitters::cloudfront
