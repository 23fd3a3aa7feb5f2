// Java and Kotlin: Spring Security.
#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "http/code/map_reader.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

void MapReader::see_java(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  const bool called = t_.is(i + 1, "(");
  if (word == "contentSecurityPolicy" || word == "policyDirectives") {
    see_spring_policy(i);
  } else if (word == "ContentSecurityPolicyConfiguration" && called && t_.is(i + 2, "value") && t_.is(i + 3, ":")) {
    // Vapor's
    Value value;
    std::uint32_t at = i + 4;
    const Option option{i + 2, at, t_.group_end(i + 1)};
    if (option.exists()) add_text(kPolicy, e_.value(at, option.end, value) ? std::move(value) : gap_of(option), i);
  } else if (word == "frameOptions") {
    see_spring_frame(i);
  } else if (word == "ReferrerPolicy" && t_.is(i + 1, ".") && t_.is_kind(i + 2, Kind::Word)) {
    std::string value = text::lowered(t_.text(i + 2));
    std::replace(value.begin(), value.end(), '_', '-');
    const Value text = escape_of(value, i + 2);
    if (is_plausible("Referrer-Policy", text)) spring_others_.push_back({"Referrer-Policy", text, i + 2});
  } else if (word == "httpStrictTransportSecurity") {
    see_spring_hsts(i);
  } else if (word == "HSTS" && i >= 2 && t_.is(i - 2, "install") && t_[i - 2].begins_line && t_.is(i + 1, ")")) {
    see_ktor_hsts(i);
  } else if (word == "defaultsDisabled") {
    spring_defaults_ = false;
  } else if (word == "contentTypeOptions" && (called || t_.is(i + 1, "{"))) {
    see_spring_types(i);
  } else if ((word == "permissionsPolicy" || word == "permissionsPolicyHeader") && called) {
    see_spring_permissions(i);
  }
}

/// contentSecurityPolicy("..."), policyDirectives("..."), policyDirectives = "..."
void MapReader::see_spring_policy(std::uint32_t i) {
  const bool called = t_.is(i + 1, "(") && !t_.is(i + 2, ")");
  const bool set = t_.is(i + 1, "=") && t_.is(i, "policyDirectives");
  if (!called && !set) return;
  const std::uint32_t end = called ? t_.group_end(i + 1) : t_.size();
  Value value;
  std::uint32_t at = i + 2;
  const bool held = e_.value(at, end, value) && value.literals > 0 && (!called || at == end);
  if (!held && (!called || !t_.is(i, "policyDirectives"))) return;
  if (!held) {
    at = end;
    value = gap_of({i, i + 2, end});
  }
  add_spring_policy(i, at, std::move(value));
}

/// .frameOptions(frame -> frame.sameOrigin())
void MapReader::see_spring_frame(std::uint32_t i) {
  static constexpr std::pair<std::string_view, std::string_view> kFrames[] = {
      {"deny", "DENY"}, {"DENY", "DENY"}, {"sameOrigin", "SAMEORIGIN"}, {"SAMEORIGIN", "SAMEORIGIN"}, {"disable", "-"}};
  spring_ = std::max(spring_, 1U);
  constexpr std::uint32_t kFar = 14;
  for (std::uint32_t at = i + 1; at < i + kFar && at < t_.size() && !t_.is(at, ";"); ++at) {
    const auto frame = std::find_if(std::begin(kFrames), std::end(kFrames),
                                    [&](const auto& each) { return each.first == t_.text(at); });
    if (frame == std::end(kFrames)) continue;
    spring_frame_ = frame->second;
    spring_frame_token_ = i;
    return;
  }
}

/// .contentTypeOptions(types -> types.disable()), .contentTypeOptions().disable(), (ContentTypeOptionsConfig::disable)
void MapReader::see_spring_types(std::uint32_t i) {
  const bool chained = t_.is(i + 2, ")");
  constexpr std::uint32_t kFar = 12;
  const std::uint32_t stop = chained ? std::min(t_.size(), i + 5) : std::min(t_.group_end(i + 1), i + kFar);
  for (std::uint32_t at = i + 2; at < stop; ++at) {
    if (t_.is(at, "disable")) spring_types_ = false;
  }
}

/// What tokens [i, stop) make of Spring's own header; empty where they switch it off.
Value MapReader::spring_transport(std::uint32_t i, std::uint32_t stop) {
  Value age = escape_of("31536000", i);
  bool subdomains = true;
  bool preload = false;
  for (std::uint32_t at = i; at + 2 < stop && !t_.is(at, ";") && !t_.is(at, "and"); ++at) {
    const std::string_view word = t_.text(at);
    const std::uint32_t value = t_.is(at + 1, "(") || t_.is(at + 1, "=") ? at + 2 : at;
    if (word == "disable") return {};
    if (word == "maxAgeInSeconds") age = age_of({at, value, e_.item_end(value, stop)}, "31536000", i);
    if (word == "includeSubDomains" || word == "includeSubdomains") subdomains = !t_.is(value, "false");
    if (word == "preload") preload = t_.is(value, "true");
  }
  Value value = escape_of("max-age=", i);
  value.add(age);
  if (subdomains) value.add_escape(" ; includeSubDomains", span_of(i));
  if (preload) value.add_escape(" ; preload", span_of(i));
  value.from_map = true;
  return value;
}

/// .httpStrictTransportSecurity(hsts -> hsts.maxAgeInSeconds(31536000)), .httpStrictTransportSecurity().preload(true),
/// httpStrictTransportSecurity { preload = true }: what is left out is Spring's own.
void MapReader::see_spring_hsts(std::uint32_t i) {
  constexpr std::uint32_t kFar = 40;
  const bool called = t_.is(i + 1, "(");
  if (!called && !t_.is(i + 1, "{")) return;
  const bool chained = called && t_.is(i + 2, ")");
  Value value = spring_transport(i + 2, std::min(chained ? t_.size() : t_.group_end(i + 1), i + kFar));
  if (value.text.empty()) return;
  spring_ = std::max(spring_, 1U);
  spring_others_.push_back({"Strict-Transport-Security", std::move(value), i});
}

/// Ktor's install(HSTS) { maxAgeInSeconds = 31536000 }; what is left out is its own.
void MapReader::see_ktor_hsts(std::uint32_t i) {
  Value age = escape_of("31536000", i);
  Flag subdomains{Flag::On};
  Flag preload;
  const std::uint32_t close = t_.is(i + 2, "{") ? t_.group_end(i + 2) : i + 2;
  if (close >= t_.size() && t_.is(i + 2, "{")) return;
  for (std::uint32_t at = i + 3; at + 2 < close && spend(1); ++at) {
    if (!t_.is(at + 1, "=") || t_.parent(at) != i + 2) continue;
    const Option option{at, at + 2, std::min(line_end(at + 2), close)};
    if (t_.is(at, "includeSubDomains")) subdomains = flag_of(option, true);
    if (t_.is(at, "preload")) preload = flag_of(option, false);
    if (t_.is(at, "maxAgeInSeconds")) age = age_of(option, "31536000", i);
    if (t_.is(at, "maxAge") || t_.is(at, "maxAgeDuration")) {
      const bool days = t_.is(at + 4, "ofDays");
      const auto count = days ? number_of({at, at + 6, option.end - 1}) : std::nullopt;
      age = count && count->size() < 9 ? escape_of(std::to_string(std::stoull(*count) * 86400), i) : gap_of(option);
    }
  }
  add_hsts(age, subdomains, preload, i);
  handled_.emplace_back(i, close);
}

/// .permissionsPolicyHeader(permissions -> permissions.policy("..."))
void MapReader::see_spring_permissions(std::uint32_t i) {
  constexpr std::uint32_t kFar = 64;
  for (std::uint32_t at = i + 2; at < t_.group_end(i + 1) && at < i + kFar; ++at) {
    const bool given = t_.is(at - 1, "(") && t_.is(at - 2, "policy");
    if (!t_.is_kind(at, Kind::String) && !given) continue;
    Value value;
    if (e_.value(at, t_.size(), value)) add_text("Permissions-Policy", std::move(value), i);
    return;
  }
}

void MapReader::add_spring_policy(std::uint32_t i, std::uint32_t end, Value value) {
  // .reportOnly() belongs to it up to the next part of the chain.
  bool reports = false;
  for (std::uint32_t at = end; at < end + 8 && at < t_.size(); ++at) {
    if (t_.is(at, "reportOnly")) reports = true;
    if (t_.is(at, "and") || t_.is(at, ";") || t_.is(at, "frameOptions")) break;
  }
  spring_ = 2;
  add_text(reports ? kReportOnly : kPolicy, std::move(value), i);
  handled_.emplace_back(i, end);
}

void MapReader::finish_spring() {
  if (spring_ == 0) return;
  const std::uint32_t place = spring_frame_token_ > 0 ? spring_frame_token_ : added_.empty() ? 0 : added_.back().token;
  if (spring_frame_ != "-" && (spring_frame_token_ > 0 || spring_defaults_)) {
    add_header("X-Frame-Options", spring_frame_.empty() ? "DENY" : spring_frame_, place);
  }
  if (spring_defaults_ && spring_types_) add_header("X-Content-Type-Options", "nosniff", place);
  for (const Other& other : spring_others_) {
    if (other.value.gaps.empty()) {
      add_header(other.name, other.value.text, other.token);
    } else {
      add_text(other.name, other.value, other.token);
    }
  }
}

}  // namespace headstrong::http::code
