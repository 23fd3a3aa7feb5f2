#include "harden/permissions.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include "harden/services.hpp"
#include "headers/feature_policy.hpp"
#include "headers/permission_features.hpp"
#include "headers/permissions_policy.hpp"

namespace headstrong::hardening {
namespace permissions_detail {

using http::HeaderName;

std::string default_permissions(bool payment) {
  return std::string("camera=(), display-capture=(), geolocation=(), microphone=(), ") +
         (payment ? "payment=(), " : "") + "usb=()";
}

/// What the response's Permissions-Policy declares, also in the old syntax; empty where it can't be read.
std::string readable_policy(const std::string& written, HardenedSet& set) {
  if (written.empty() || headers::parse_permissions_policy(written).field.ok()) return written;
  if (std::string repaired = headers::repaired_permissions_policy(written); !repaired.empty()) {
    set.say("Permissions-Policy", "Corrected: browsers couldn't read it, and ignored all of it.");
    return repaired;
  }
  std::string translated = headers::to_permissions_policy(headers::parse_feature_policy(written));
  if (!translated.empty()) set.say("Permissions-Policy", "Converted from Feature-Policy's syntax.");
  return translated;
}

/// What the response declares under both names: Chromium reads the old one for features that the new one doesn't name.
std::string permissions_now(const model::ResponseModel& model, HardenedSet& set) {
  std::string now = readable_policy(model::joined_value(model, HeaderName::PermissionsPolicy), set);
  const std::string old = model::joined_value(model, HeaderName::FeaturePolicy);
  const headers::FeaturePolicy features = headers::parse_feature_policy(old);
  if (now.empty()) {
    now = headers::members_beside(features, {});
    if (now.empty()) return now;
    std::string forgotten;
    for (const std::string_view name : headers::forgotten_features(features)) {
      forgotten.append(forgotten.empty() ? "" : ", ").append(name);
    }
    set.say("Permissions-Policy",
            "Converted from Feature-Policy's syntax" +
                (forgotten.empty() ? "." : ", without features that no browser knows: " + forgotten + "."));
    return now;
  }
  const std::string beside = headers::members_beside(features, now);
  if (beside.empty()) return now;
  set.say(
      "Permissions-Policy",
      "Took " + beside + " over from Feature-Policy, which Chromium reads for features that this header doesn't name.");
  return now + ", " + beside;
}

/// The same with the powers over devices that are open to every frame left to the site itself.
std::string closed_to_everyone(const std::string& value, HardenedSet& set) {
  const headers::PermissionsPolicy policy = headers::parse_permissions_policy(value);
  std::string out;
  std::size_t written = 0;
  for (const grammar::SfMember& member : policy.field.members) {
    const data::PermissionFeature* feature = headers::permission_feature(member.key);
    const bool sensitive = feature != nullptr && feature->sensitive == "1";
    if (!sensitive || member.overridden || !headers::allowlist_of(policy, member).everyone) continue;
    const auto at = static_cast<std::size_t>(member.value.text.data() - value.data());
    out.append(value, written, at - written);
    out += "(self)";
    written = at + member.value.text.size();
    set.say("Permissions-Policy",
            "Limited " + std::string(member.key) + " to your own site. List the origins of frames that need it.");
  }
  return out.append(value, written);
}

}  // namespace permissions_detail

void add_permissions_policy(const HardenOptions& options, const model::ResponseModel& model, HardenedSet& set) {
  using namespace permissions_detail;
  std::string now = permissions_now(model, set);
  const std::string_view payer = service_that_needs(options.services, "permissions-policy", "payment");
  // What was left open for a payment service that is taken out again.
  if (now == default_permissions(false) && removed_service_needed(options.services, "permissions-policy", "payment")) {
    now = default_permissions(true);
  }
  if (!now.empty()) {
    set.add("Permissions-Policy", closed_to_everyone(now, set));
    if (!payer.empty() && now.find("payment=") != std::string::npos) {
      set.say("Permissions-Policy", "Kept its entry for payment: " + std::string(payer) +
                                        " needs it for the buttons of Apple Pay and Google Pay.");
    }
    return;
  }
  set.add("Permissions-Policy", default_permissions(payer.empty()));
  set.say("Permissions-Policy",
          "Added: the page and its frames can't use the camera, the microphone, the location and other features. "
          "Remove what your site uses. Only Chromium reads it.");
}

}  // namespace headstrong::hardening
