#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_repeated_feature {

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  for (const grammar::SfMember& member : header->header.field.members) {
    if (!member.overridden) continue;
    Finding& finding = sink.at(header->value, member.key);
    finding.arguments = {std::string(member.key)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/repeated-feature",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Permissions-Policy names a feature more than once",
        .message = "Browsers ignore this {0}, because they use the last one.",
        .several = "Browsers ignore {0} entries, because a later one names the same feature: {1}.",
        .why = "The last entry may be the weaker one, and changing the other changes nothing. Only "
               "Chromium reads the header.",
        .advice = "Keep one of the two.",
        .references = {"https://www.rfc-editor.org/rfc/rfc9651#section-4.2.2",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: camera=(), geolocation=(), camera=(self)\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_repeated_feature
