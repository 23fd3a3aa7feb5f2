#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_silent_report_only {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  for (const csp::Policy& policy : context.response.policies) {
    if (is_enforced(policy) || policy.find(csp::DirectiveName::ReportUri) != nullptr) continue;
    if (policy.find(csp::DirectiveName::ReportTo) == nullptr) sink.at(policy, policy.span);
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/silent-report-only",
        .header = "Content-Security-Policy-Report-Only",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A report-only policy sends no reports",
        .message = "The report-only policy names no URL for reports, so nobody but the visitor's browser learns of "
                   "violations.",
        .why = "A report-only policy blocks nothing. Without a URL, violations show only in the browser's "
               "console and in the page's own securitypolicyviolation events.",
        .advice = "Add report-uri and report-to, or enforce the policy.",
        .references = {"https://www.w3.org/TR/CSP3/#cspro-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy-Report-Only"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: default-src 'self'\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: default-src 'self'; "
                "report-uri /csp\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_silent_report_only
