#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_only_ready {

/// Needs the judgement of the whole response as if its policies were enforced: grade/judge_report_only.
void check(const Context& /*context*/, Sink& /*sink*/) {}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-only-ready",
        .header = "Content-Security-Policy-Report-Only",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "The report-only policy would protect if enforced",
        .message = "Once enforced, it would get {0} for scripts.",
        .why = "It would stop injected scripts, but a policy that only reports stops none. The violations it "
               "reports show what enforcing it would block.",
        .advice = "When it reports no more violations, send the policy as Content-Security-Policy.",
        .references = {"https://www.w3.org/TR/CSP3/#cspro-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy-Report-Only"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: script-src 'self'; object-src 'none'; "
               "base-uri 'none'; report-uri /csp\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'self'; object-src 'none'; base-uri 'none'\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_only_ready
