#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_uri_keyword {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::ReportUri, [&](const csp::Policy& policy, const csp::Directive& directive) {
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      const bool quoted = token.text.find_first_of("'\"") != std::string_view::npos;
      if (token.repeated || (!quoted && csp::keyword_in(token.text) == csp::Keyword::Unknown)) continue;
      Finding& finding = sink.at(policy, token.span);
      finding.arguments = {std::string(token.text)};
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-uri-keyword",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A word in report-uri is not a URL",
        .message = "{0} in report-uri is not a URL for reports, so browsers take it for a path on "
                   "your site.",
        .why = "report-uri takes URLs only. Browsers resolve a keyword or quoted word against the "
               "page, so every report goes to a path that doesn't exist.",
        .advice = "Write a URL such as /csp-reports without quotes, or remove report-uri.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-report-uri",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/report-uri"},
        .bad = "default-src 'self'; report-uri 'none'",
        .good = "default-src 'self'; report-uri /csp-reports",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_uri_keyword
