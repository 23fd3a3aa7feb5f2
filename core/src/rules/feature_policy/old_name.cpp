#include <string>

#include "headers/feature_policy.hpp"
#include "headers/permissions_policy.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::feature_policy_old_name {

/// The edits that turn the one field into a Permissions-Policy of the same meaning. What no browser knows goes.
std::vector<Edit> renamed(const Context& context, std::uint32_t field, const headers::FeaturePolicy& policy) {
  const std::string value = headers::members_beside(policy, {});
  if (value.empty()) return {};
  std::vector<Edit> edits = {{context.response.field(field).name_span, "Permissions-Policy"}};
  for (Edit& edit : replace_field_value(context.response, field, value)) {
    edits.push_back(std::move(edit));
  }
  return edits;
}

/// The edits that put what Chromium reads of it into the Permissions-Policy beside it, and take it away.
std::vector<Edit> merged(const Context& context, std::uint32_t field, const std::string& members) {
  std::vector<Edit> edits = remove_field(context.response, field);
  if (edits.empty() || members.empty()) return edits;
  const std::uint32_t last = context.response.fields(http::HeaderName::PermissionsPolicy).back();
  const bool empty = text::trim(context.response.field(last).value.text()).empty();
  std::vector<Edit> added = append_to_field(context.response, last, (empty ? "" : ", ") + members);
  edits.insert(field < last ? edits.end() : edits.begin(), added.begin(), added.end());
  return edits;
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.feature_policy;
  if (!header) return;
  const std::uint32_t field = header->value.first_field();
  Finding& finding = sink.at(field);
  if (header->value.is_joined()) return;
  if (context.response.has(http::HeaderName::PermissionsPolicy)) {
    const std::string now = model::joined_value(context.response, http::HeaderName::PermissionsPolicy);
    // Of one that browsers can't read, this header is all that is in force.
    if (!headers::parse_permissions_policy(now).field.ok()) return;
    const std::string members = headers::members_beside(header->header, now);
    offer_fix(finding,
              members.empty() ? "Remove it: the response has Permissions-Policy" : "Move it into Permissions-Policy",
              Applicability::Suggestion, merged(context, field, members));
    return;
  }
  offer_fix(finding, "Convert it to Permissions-Policy", Applicability::Suggestion,
            renamed(context, field, header->header));
}

extern const RuleSpec kRule = {
    {
        .id = "feature-policy/old-name",
        .header = "Feature-Policy",
        .severity = Severity::Low,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Feature-Policy is the old name of Permissions-Policy",
        .message = "Permissions-Policy replaced Feature-Policy in 2020.",
        .why = "Only Chromium still reads it, for features that no Permissions-Policy names, and "
               "support will end. Many new features are documented for the new header only.",
        .advice = "Send Permissions-Policy, whose syntax differs: geolocation 'none'; camera "
                  "'self' becomes geolocation=(), camera=(self).",
        .references = {"https://www.w3.org/TR/permissions-policy/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Feature-Policy: geolocation 'none'; camera 'self'\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), camera=(self)\n",
    },
    check,
};

}  // namespace headstrong::rules::feature_policy_old_name
