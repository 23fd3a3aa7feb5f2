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

/// What the response declares, also under the old name or in its syntax; empty where it can't be read.
std::string permissions_now(const model::ResponseModel& model, HardenedSet& set) {
  std::string now = model::joined_value(model, HeaderName::PermissionsPolicy);
  if (!now.empty() && headers::parse_permissions_policy(now).field.ok()) return now;
  if (std::string repaired = headers::repaired_permissions_policy(now); !repaired.empty()) {
    set.say("Permissions-Policy", "Corrected: browsers couldn't read it, and ignored all of it.");
    return repaired;
  }
  if (now.empty()) now = model::joined_value(model, HeaderName::FeaturePolicy);
  std::string translated = headers::to_permissions_policy(headers::parse_feature_policy(now));
  if (!translated.empty()) set.say("Permissions-Policy", "Converted from Feature-Policy's syntax.");
  return translated;
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
