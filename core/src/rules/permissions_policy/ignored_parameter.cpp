#include "rules/permissions_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_ignored_parameter {

void check(const Context& context, Sink& sink) {
  const permissions_rules::Header* header = permissions_rules::readable(context);
  if (header == nullptr) return;
  for (const grammar::SfMember& member : header->header.field.members) {
    if (member.overridden) continue;
    for (std::uint32_t i = 0; i < member.value.parameter_count; ++i) {
      const grammar::SfParameter& parameter =
          header->header.field.parameters[member.value.first_parameter + i];
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
        .title = "What follows a semicolon in Permissions-Policy is passed over",
        .message = "Behind a semicolon {0} is a parameter, and browsers pass it over.",
        .several = "{0} features stand behind a semicolon, where browsers take them for parameters "
                   "and pass them over: {1}.",
        .why = "Features are separated by commas. With a semicolon the second one restricts "
               "nothing: the page and its frames may use it as if it had not been named.",
        .advice = "Write a comma between features.",
        .references =
            {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
             "https://www.rfc-editor.org/rfc/rfc9651#section-3.1.2"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nPermissions-Policy: "
               "accelerometer=(self);camera=self\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nPermissions-Policy: "
                "accelerometer=(self), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_ignored_parameter
