#include "rules/fixes.hpp"
#include "rules/referrer_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_policy_origin_over_http {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.referrer_policy;
  if (!header) return;
  const headers::Referrer policy = header->header.effective;
  if (!(policy == headers::Referrer::Origin || policy == headers::Referrer::OriginWhenCrossOrigin)) return;
  Finding& finding = referrer_rules::at_effective(sink, header->header, header->value);
  offer_fix(finding, "Use strict-origin-when-cross-origin", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::ReferrerPolicy, "strict-origin-when-cross-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/origin-over-http",
        .header = "Referrer-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The origin is sent over plain HTTP, too",
        .message = "{0} sends the origin with requests over plain HTTP, too.",
        .why = "Anybody who watches an unencrypted request learns which HTTPS site the visitor "
               "came from.",
        .advice = "Send strict-origin-when-cross-origin or strict-origin, which keep the origin "
                  "from plain HTTP.",
        .references = {"https://www.w3.org/TR/referrer-policy/#referrer-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Referrer-Policy: origin-when-cross-origin\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Referrer-Policy: strict-origin-when-cross-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::referrer_policy_origin_over_http
