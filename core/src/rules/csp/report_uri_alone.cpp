#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_uri_alone {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::ReportUri, [&](const csp::Policy& policy, const csp::Directive& directive) {
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
        .title = "The policy has report-uri but no report-to",
        .message = "report-uri is deprecated in favour of report-to, which the policy lacks.",
        .several = "{0} policies lack report-to, which replaces the deprecated report-uri: {1}.",
        .why = "Every browser still sends reports to report-uri, but support may end one day. "
               "report-to replaces it.",
        .advice = "Keep report-uri and add report-to with the name of an endpoint from a "
                  "Reporting-Endpoints header. Browsers that know report-to then use only that.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-report-uri",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/report-uri"},
        .bad = "default-src 'self'; report-uri /csp",
        .good = "default-src 'self'; report-uri /csp; report-to csp",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_uri_alone
