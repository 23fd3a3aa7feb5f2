#include "rules/fixes.hpp"
#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_sensitive_feature_for_everyone {

/// Chromium still acts on the header's old name, where it stands alone.
void check_old_name(const Context& context, Sink& sink) {
  const auto& old = context.response.typed.feature_policy;
  if (!old || context.response.has(http::HeaderName::PermissionsPolicy)) return;
  for (const headers::FeaturePolicyDirective& directive : old->header.directives) {
    const bool everyone = directive.allowlist == "*";
    if (!everyone || !permissions_rules::is_sensitive(directive.feature)) continue;
    Finding& finding = sink.at(old->value, directive.feature);
    finding.arguments = {std::string(directive.feature)};
    offer_fix(finding, "Allow it for this site only", Applicability::Suggestion,
              replace_part(context.response, old->value, directive.allowlist, "'self'"));
  }
}

void check(const Context& context, Sink& sink) {
  check_old_name(context, sink);
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  for (const grammar::SfMember& member : header->header.field.members) {
    if (member.overridden) continue;
    if (!permissions_rules::is_sensitive(member.key)) continue;
    if (!headers::allowlist_of(header->header, member).everyone) continue;
    Finding& finding = sink.at(header->value, member.key);
    finding.arguments = {std::string(member.key)};
    offer_fix(finding, "Allow it for this site only", Applicability::Suggestion,
              replace_part(context.response, header->value, member.value.text, "(self)"));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/sensitive-feature-for-everyone",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Any frame may get the camera, microphone or the like",
        .message = "{0} is allowed for every origin, so any frame with an allow attribute gets it.",
        .several = "{0} features are allowed for every origin: {1}.",
        .why = "An injected <iframe allow=\"camera\" src=\"https://attacker.example/\">, or one "
               "that an ad adds, may ask for the feature, and browsers put the question in your "
               "site's name. Only Chromium reads the header.",
        .advice = "Name yourself and the origins that need it, camera=(self "
                  "\"https://meet.example\"), or nobody, camera=().",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: camera=*, geolocation=()\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: camera=(self), fullscreen=*\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_sensitive_feature_for_everyone
