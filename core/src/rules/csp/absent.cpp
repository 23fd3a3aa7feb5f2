#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_absent {

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (!response.is_page() || !response.policies.empty()) return;
  if (!response.known_absent(http::HeaderName::ContentSecurityPolicy)) return;
  if (response.has(http::HeaderName::ContentSecurityPolicyReportOnly)) return;
  offer_fix(sink.absent(), "Add a policy that allows only the site's own scripts", Applicability::Suggestion,
            insert_field(response, "Content-Security-Policy", "script-src 'self'; object-src 'none'; base-uri 'none'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/absent",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "There is no Content-Security-Policy",
        .message = "The response has no Content-Security-Policy header.",
        .why = "An attacker who gets markup into the page, through a comment, a search term or a "
               "file name, runs scripts in the visitor's session. A policy is the second line of "
               "defence behind correct escaping.",
        .advice = "Start with Content-Security-Policy-Report-Only to see what the site needs, then "
                  "send a policy such as script-src 'nonce-...' 'strict-dynamic'; object-src "
                  "'none'; base-uri 'none' with every page.",
        .references = {"https://www.w3.org/TR/CSP3/#intro",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Security-Policy: script-src "
                "'self'; object-src 'none'; base-uri 'none'\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_absent
