#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_void_in_report_only {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (is_enforced(policy)) return;
    if (directive.name != csp::DirectiveName::Sandbox &&
        directive.name != csp::DirectiveName::UpgradeInsecureRequests) {
      return;
    }
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    // Where no enforced policy has it, it is still to be moved there.
    if (find_enforced(context, directive.name) != nullptr) offer_removal(finding, policy, directive);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/void-in-report-only",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A directive doesn't work in a report-only policy",
        .message = "{0} works only in an enforced policy.",
        .why = "A report-only policy changes nothing about the page, and this directive only "
               "changes the page. It has nothing to report.",
        .advice = "Move it to the enforced policy.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-sandbox",
                       "https://www.w3.org/TR/upgrade-insecure-requests/#delivery"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: default-src 'self'; "
               "upgrade-insecure-requests; report-uri /r\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: default-src 'self'; "
                "report-uri /r\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_void_in_report_only
