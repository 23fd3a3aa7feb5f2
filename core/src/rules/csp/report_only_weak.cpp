#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_only_weak {

/// Needs the judgement of the whole response as if its policies were enforced: grade/judge_report_only.
void check(const Context& /*context*/, Sink& /*sink*/) {}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-only-weak",
        .header = "Content-Security-Policy-Report-Only",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The report-only policy would protect little if enforced",
        .message = "Once enforced, it would get {0} for scripts: {1}.",
        .why = "Enforcing a policy through which injected scripts still run takes the work of a rollout and stops no "
               "attack.",
        .advice = "Write a stricter policy while it only reports, then send it as Content-Security-Policy.",
        .references = {"https://www.w3.org/TR/CSP3/#cspro-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy-Report-Only"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: script-src 'self' 'unsafe-inline'; "
               "object-src 'none'; report-uri /csp\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: script-src 'self'; object-src 'none'; "
                "base-uri 'none'; report-uri /csp\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_only_weak
