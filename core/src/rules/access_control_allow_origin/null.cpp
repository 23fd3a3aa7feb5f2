#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_null {

using headers::AllowOrigin;

bool with_credentials(const Context& context) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowCredentials)) {
    if (headers::allows_credentials(context.response.field(field).value.text())) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != AllowOrigin::Null) return;
  Finding& finding = sink.at(header->value, header->value.text());
  if (with_credentials(context)) finding.severity = Severity::Critical;
  offer_fix(finding, "Remove the header", Applicability::Suggestion,
            remove_header(context.response, http::HeaderName::AccessControlAllowOrigin));
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/null",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Sandboxed frames on any site can read the response",
        .message = "The response allows the origin null, which every sandboxed frame has.",
        .why = "An attacker's page opens a frame with the sandbox attribute; its requests have the "
               "origin null, so it can read the response. With Access-Control-Allow-Credentials: "
               "true it reads the visitor's own data.",
        .advice = "Never answer null: name the origins you trust.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
                       "https://w3c.github.io/webappsec-cors-for-developers/"
                       "#avoid-returning-access-control-allow-origin-null",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Origin"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: null\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_null
