#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_to_alone {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::ReportTo, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (policy.delivery == csp::Delivery::Meta) return;
    if (policy.find(csp::DirectiveName::ReportUri) != nullptr) return;
    sink.at(policy, directive.span);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-to-alone",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "The policy has report-to but no report-uri",
        .message = "The policy has report-to, but no report-uri for browsers that don't know "
                   "report-to.",
        .why = "Firefox before 149 (2026) and Safari (WebKit) before 16.4 only know report-uri and "
               "send no reports.",
        .advice = "Add report-uri with the same URL. Browsers that know report-to ignore it.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-report-to",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/report-to"},
        .bad = "default-src 'self'; report-to csp",
        .good = "default-src 'self'; report-to csp; report-uri /csp",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_to_alone
