#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_uri_alone {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::ReportUri,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               if (policy.delivery == csp::Delivery::Meta) return;  // does nothing there
               if (policy.find(csp::DirectiveName::ReportTo) != nullptr) return;
               sink.at(policy, directive.span);
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-uri-alone",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "Reports are asked for by the old directive alone",
        .message = "report-uri is deprecated in favour of report-to, which the policy lacks.",
        .why = "Every browser still sends reports to report-uri. It may go one day; report-to "
               "is what replaces it.",
        .advice = "Keep report-uri and add report-to with an endpoint that a Reporting-Endpoints "
                  "header names. Browsers that know report-to then use it alone.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-report-uri",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/report-uri"},
        .bad = "default-src 'self'; report-uri /csp",
        .good = "default-src 'self'; report-uri /csp; report-to csp",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_uri_alone
