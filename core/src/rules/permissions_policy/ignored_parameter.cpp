#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_ignored_parameter {

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  for (const grammar::SfMember& member : header->header.field.members) {
    if (member.overridden) continue;
    for (std::uint32_t i = 0; i < member.value.parameter_count; ++i) {
      const grammar::SfParameter& parameter = header->header.field.parameters[member.value.first_parameter + i];
      if (parameter.key == "report-to") continue;
      sink.at(header->value, parameter.key).arguments = {std::string(parameter.key)};
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/ignored-parameter",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Browsers ignore a feature after a semicolon",
        .message = "{0} comes after a semicolon, so browsers ignore it.",
        .several = "{0} features come after a semicolon, so browsers ignore them: {1}.",
        .why =
            "Browsers take anything after a semicolon for a parameter, so the page and its frames may use the feature as if the header didn't name it. Only Chromium reads the header.",
        .advice = "Separate features with commas.",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
                       "https://www.rfc-editor.org/rfc/rfc9651#section-3.1.2"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nPermissions-Policy: "
               "accelerometer=(self);camera=self\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nPermissions-Policy: "
                "accelerometer=(self), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_ignored_parameter
