#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_retired_feature {

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  permissions_rules::report_features(*header, sink, "gone too", [](const grammar::SfMember& member) {
    const data::PermissionFeature* feature = permissions_rules::permission_feature(member.key);
    return feature != nullptr && feature->status == "gone";
  });
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/retired-feature",
        .header = "Permissions-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "A feature in Permissions-Policy no longer exists",
        .message = "Browsers have removed {0}, so naming it does nothing.",
        .why = "The entry protects nothing and makes the policy harder to read. Only Chromium "
               "reads the header.",
        .advice = "Remove the name.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy",
                       "https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: geolocation=(), document-domain=()\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_retired_feature
