// Rust: Rocket's Shield.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace maps_rust_detail {

struct Policy {
  std::string_view type;
  std::string_view variant;
  std::string_view header;
  std::string_view value;
};
/// Of a type the first is its default.
constexpr Policy kPolicies[] = {
    {"Frame", "SameOrigin", "X-Frame-Options", "SAMEORIGIN"},
    {"Frame", "Deny", "X-Frame-Options", "DENY"},
    {"NoSniff", "Enable", "X-Content-Type-Options", "nosniff"},
    {"XssFilter", "Disable", "X-XSS-Protection", "0"},
    {"XssFilter", "Enable", "X-XSS-Protection", "1"},
    {"XssFilter", "EnableBlock", "X-XSS-Protection", "1; mode=block"},
    {"Prefetch", "Off", "X-DNS-Prefetch-Control", "off"},
    {"Prefetch", "On", "X-DNS-Prefetch-Control", "on"},
    {"Permission", "default", "Permissions-Policy", "interest-cohort=()"},
    {"Referrer", "NoReferrer", "Referrer-Policy", "no-referrer"},
    {"Referrer", "NoReferrerWhenDowngrade", "Referrer-Policy", "no-referrer-when-downgrade"},
    {"Referrer", "Origin", "Referrer-Policy", "origin"},
    {"Referrer", "OriginWhenCrossOrigin", "Referrer-Policy", "origin-when-cross-origin"},
    {"Referrer", "SameOrigin", "Referrer-Policy", "same-origin"},
    {"Referrer", "StrictOrigin", "Referrer-Policy", "strict-origin"},
    {"Referrer", "StrictOriginWhenCrossOrigin", "Referrer-Policy", "strict-origin-when-cross-origin"},
    {"Referrer", "UnsafeUrl", "Referrer-Policy", "unsafe-url"},
    {"Hsts", "Enable", "Strict-Transport-Security", "max-age=31536000"},
};

const Policy* policy_of(std::string_view type, std::string_view variant) {
  const auto* found = std::find_if(std::begin(kPolicies), std::end(kPolicies), [&](const Policy& each) {
    return each.type == type && (variant == "default" || each.variant == variant);
  });
  return found == std::end(kPolicies) ? nullptr : found;
}

/// What a unit of time's Duration::days is of in seconds; 0: none.
std::uint64_t seconds_of(std::string_view unit) {
  static constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {
      {"seconds", 1}, {"minutes", 60}, {"hours", 3600}, {"days", 86400}, {"weeks", 604800}};
  for (const auto& [name, seconds] : kUnits) {
    if (unit == name) return seconds;
  }
  return 0;
}

}  // namespace maps_rust_detail

/// Hsts::IncludeSubDomains(Duration::days(365)), Hsts::Enable(365.days())
void MapReader::add_shield_transport(std::uint32_t policy, std::uint32_t close) {
  const bool preloads = t_.is(policy + 2, "Preload");
  std::uint64_t unit = 0;
  std::uint64_t count = 0;
  for (std::uint32_t i = policy + 3; i < close; ++i) {
    if (t_.is_kind(i, Kind::Word)) unit = std::max(unit, maps_rust_detail::seconds_of(t_.text(i)));
    if (!t_.is_kind(i, Kind::Number)) continue;
    constexpr std::uint64_t kMost = 1'000'000'000;
    for (const char c : t_.text(i)) {
      if (text::is(c, text::kDigit) && count < kMost) count = count * 10 + static_cast<std::uint64_t>(c - '0');
    }
  }
  // Rocket lets nobody preload for less than a year.
  constexpr std::uint64_t kYear = 31536000;
  const std::uint64_t age = preloads ? std::max(unit * count, kYear) : unit * count;
  if (unit > 0)
    return add_hsts(escape_of(std::to_string(age), policy),
                    {preloads || t_.is(policy + 2, "IncludeSubDomains") ? Flag::On : Flag::Off},
                    {preloads ? Flag::On : Flag::Off}, policy);
  add_text("Strict-Transport-Security", gap_of({policy, policy, close}), policy);
}

/// The policy that an enable() is given: Frame::Deny, Referrer::default()
void MapReader::add_shield_policy(std::uint32_t policy, std::uint32_t close) {
  const std::string_view type = t_.text(policy);
  const std::string_view variant = t_.text(policy + 2);
  const auto* known = maps_rust_detail::policy_of(type, variant);
  if (type == "Hsts" && variant != "default") return add_shield_transport(policy, close);
  if (known != nullptr) return add_header(known->header, known->value, policy);
  const auto* other = maps_rust_detail::policy_of(type, "default");
  if (other != nullptr) add_text(other->header, gap_of({policy, policy, close}), policy);
}

/// Shield::default().enable(Frame::Deny).disable::<Permission>(): of each type of policy the last counts.
void MapReader::see_rust(std::uint32_t i) {
  const bool defaults = t_.is(i + 2, "default");
  if (!t_.is(i, "Shield") || !t_.is(i + 1, "::") || !(defaults || t_.is(i + 2, "new")) || !t_.is(i + 3, "(")) return;
  struct Enabled {
    std::string_view type;
    std::uint32_t policy = 0;  // 0: by default
    std::uint32_t close = 0;
  };
  std::vector<Enabled> enabled;
  if (defaults) enabled = {{"Frame"}, {"NoSniff"}, {"Permission"}};
  constexpr std::size_t kMost = 100;
  std::uint32_t at = t_.group_end(i + 3) + 1;
  for (std::size_t calls = 0; calls < kMost && t_.is(at, "."); ++calls) {
    const bool disables = t_.is(at + 1, "disable") && t_.is(at + 2, "::") && t_.is(at + 3, "<");
    if (!disables && !t_.is(at + 1, "enable")) break;
    const std::uint32_t open = at + (disables ? 6 : 2);
    const std::string_view type = t_.text(disables ? at + 4 : at + 3);
    if (!t_.is(open, "(")) break;
    std::erase_if(enabled, [&](const Enabled& each) { return each.type == type; });
    if (!disables) enabled.push_back({type, open + 1, t_.group_end(open)});
    at = t_.group_end(open) + 1;
  }
  for (const Enabled& each : enabled) {
    if (each.policy > 0) {
      add_shield_policy(each.policy, each.close);
    } else if (const auto* policy = maps_rust_detail::policy_of(each.type, "default")) {
      add_header(policy->header, policy->value, i);
    }
  }
  handled_.emplace_back(i, at);
}

}  // namespace headstrong::http::code
