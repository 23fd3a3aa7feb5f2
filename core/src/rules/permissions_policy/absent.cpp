#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_absent {

void check(const Context& context, Sink& sink) {
  if (!context.response.is_document) return;
  if (!context.response.known_absent(http::HeaderName::PermissionsPolicy)) return;
  if (context.response.has(http::HeaderName::FeaturePolicy)) return;
  offer_fix(sink.absent(), "Add a Permissions-Policy that switches off the usual six",
            Applicability::Suggestion,
            insert_field(context.response, "Permissions-Policy",
                         "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
                         "display-capture=()"));
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/absent",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Frames and injected scripts may ask for camera, microphone and location",
        .message = "The response has no Permissions-Policy header.",
        .why =
            "A script that gets into the page can ask for everything that the page could ask for, "
            "under the name of your site, which visitors trust. What is switched off cannot be "
            "asked for. (Chrome and its relatives act on the header; Firefox and Safari do not).",
        .advice = "Switch off what the page does not use: camera=(), microphone=(), "
                  "geolocation=(), payment=(), usb=(), display-capture=().",
        .references =
            {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
             "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_absent
