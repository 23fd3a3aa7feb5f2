#include <string>

#include "rules/fixes.hpp"
#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_unusable_value {

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  for (const grammar::SfMember& member : header->header.field.members) {
    if (member.overridden) continue;
    const headers::PermissionAllowlist list = headers::allowlist_of(header->header, member);
    if (list.unusable.empty()) continue;
    Finding& finding = sink.at(header->value, list.unusable);
    const bool bare = member.value.text.empty();
    const bool quoted = list.unusable == "\"self\"";
    finding.arguments = {std::string(list.unusable) + (bare ? " without a value" : "")};
    if (bare || !(quoted || list.nobody())) continue;
    offer_fix(finding, quoted ? "Write self without quotes" : "Allow it for nobody", Applicability::Suggestion,
              replace_part(context.response, header->value, quoted ? list.unusable : member.value.text,
                           quoted ? "self" : "()"));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/unusable-value",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "A value in Permissions-Policy means nothing",
        .message = "{0} is not *, self or an origin in double quotes, so browsers ignore it.",
        .several = "Browsers ignore {0} values in Permissions-Policy: {1}.",
        .why = "The list lets fewer origins use the feature than it seems to; with no other value, "
               "none. Only Chromium reads the header.",
        .advice = "Write () for nobody, (self) for this site, (\"https://partner.example\") for "
                  "another.",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: geolocation=none, camera=()\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_unusable_value
