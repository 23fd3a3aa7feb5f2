#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_feature_policy_syntax {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.permissions_policy;
  if (!header || header->header.field.ok()) return;
  const std::string_view value = header->value.text();
  if (!headers::looks_like_feature_policy(value)) return;
  Finding& finding = sink.at(header->value, value);
  const std::string translated = headers::to_permissions_policy(headers::parse_feature_policy(value));
  if (translated.empty()) return;
  offer_fix(finding, "Convert it to the new syntax", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::PermissionsPolicy, translated));
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/feature-policy-syntax",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Permissions-Policy is written in Feature-Policy syntax",
        .message = "Browsers ignore the whole header, because it uses the syntax of "
                   "Feature-Policy.",
        .why = "Nothing is switched off: an injected script can still ask for camera, microphone "
               "or location. Only Chromium reads the header.",
        .advice = "Write feature=(origins), separated by commas and without single quotes: "
                  "geolocation=(), camera=(self) instead of geolocation 'none'; camera 'self'.",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: geolocation 'none'; microphone 'none'; camera 'self'\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_feature_policy_syntax
