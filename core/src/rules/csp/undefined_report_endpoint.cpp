#include <string>
#include <string_view>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_undefined_report_endpoint {

using namespace csp_rules;

bool is_defined(const headers::TypedHeaders& headers, std::string_view name) {
  if (headers.reporting_endpoints && headers.reporting_endpoints->header.defines(name)) return true;
  return headers.report_to && headers.report_to->header.defines(name);
}

/// What would define the endpoint. Names in Reporting-Endpoints are in lower case (RFC 9651 section 3.2), so that one
/// with other letters has to change in both places.
std::string cure(std::string_view name) {
  const std::string lower = text::lowered(name);
  if (lower == name) return "Reporting-Endpoints: " + lower + "=\"https://...\" would define it";
  return "names in Reporting-Endpoints are in lower case, so write " + lower + " in both headers";
}

void check(const Context& context, Sink& sink) {
  if (!context.response.whole()) return;
  each_named(context, csp::DirectiveName::ReportTo, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.token_count == 0) return;
    const csp::SourceExpression& name = policy.tokens_of(directive)[0];
    if (is_defined(context.response.typed, name.text)) return;
    sink.at(policy, name.span).arguments = {std::string(name.text), cure(name.text)};
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/undefined-report-endpoint",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Reports go to an undefined endpoint",
        .message = "No header defines the endpoint {0}, so browsers send no reports; {1}.",
        .why = "Without reports you don't notice broken pages or attacks. Browsers that read "
               "report-to don't fall back to report-uri, even if the endpoint doesn't exist.",
        .advice = "Send a Reporting-Endpoints header that gives the name in report-to a URL, or "
                  "correct the name.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-report-to", "https://www.w3.org/TR/reporting-1/#header"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self'; report-to csp\n",
        .good = "HTTP/1.1 200 OK\nReporting-Endpoints: "
                "csp=\"/reports\"\nContent-Security-Policy: default-src 'self'; report-to csp\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_undefined_report_endpoint
