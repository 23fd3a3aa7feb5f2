#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_insecure_report_uri {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::ReportUri, [&](const csp::Policy& policy, const csp::Directive& directive) {
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (token.repeated || !text::istarts_with(token.text, "http://")) continue;
      Finding& finding = sink.at(policy, token.span);
      finding.arguments = {std::string(token.text)};
      offer_fix(finding, "Use https:", Applicability::Suggestion,
                replace_token(policy, token, "https" + std::string(token.text.substr(4))));
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/insecure-report-uri",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Reports go to an unencrypted URL",
        .message = "{0} is an http: URL.",
        .why = "Browsers don't send reports from a secure page to an insecure URL, so the reports "
               "are lost. Elsewhere the network can read them, and they name the pages that people "
               "visit.",
        .advice = "Use an https: URL.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-report-uri", "https://www.w3.org/TR/mixed-content/"},
        .bad = "default-src 'self'; report-uri http://reports.site.example/csp",
        .good = "default-src 'self'; report-uri https://reports.site.example/csp",
    },
    check,
};

}  // namespace headstrong::rules::csp_insecure_report_uri
