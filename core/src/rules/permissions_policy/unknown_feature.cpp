#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_unknown_feature {

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  permissions_rules::report_features(*header, sink, "unknown too", [](const grammar::SfMember& member) {
    return permissions_rules::permission_feature(member.key) == nullptr;
  });
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/unknown-feature",
        .header = "Permissions-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Browsers don't know a feature in Permissions-Policy",
        .message = "{0} is not a feature that browsers know, so they ignore it.",
        .why = "A misspelled name switches nothing off, and the page can still ask for the feature "
               "you meant. Only Chromium reads the header.",
        .advice = "Check the spelling, or remove the name.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy",
                       "https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: geolocation=(), microfone=()\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_unknown_feature
