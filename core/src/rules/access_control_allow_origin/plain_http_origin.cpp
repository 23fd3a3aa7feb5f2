#include "rules/access_control_allow_origin/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_plain_http_origin {

using headers::AllowOrigin;

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != AllowOrigin::Origin || !context.response.https) return;
  if (header->value.text().substr(0, 7) != "http://" || !access_control_rules::with_credentials(context)) return;
  if (access_control_rules::is_local(header->value.text())) return;  // another rule says so
  Finding& finding = sink.at(header->value, header->value.text());
  finding.arguments = {std::string(header->value.text())};
  offer_fix(finding, "Allow the https origin", Applicability::Suggestion,
            replace_part(context.response, header->value, header->value.text().substr(0, 5), "https:"));
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/plain-http-origin",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "A page over plain HTTP may read the visitor's data",
        .message = "{0} is not encrypted, but may read this response with the visitor's cookies.",
        .why = "An attacker on the network can inject a script into any http page, including that "
               "origin's. The script then reads what this HTTPS site sends to the signed-in "
               "visitor.",
        .advice = "Allow the https origin only.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Origin"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: http://app.example\n"
               "Access-Control-Allow-Credentials: true\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n"
                "Access-Control-Allow-Credentials: true\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_plain_http_origin
