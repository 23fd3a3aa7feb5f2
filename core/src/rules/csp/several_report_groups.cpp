#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_several_report_groups {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::ReportTo, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.token_count < 2) return;
    const csp::Policy::Tokens tokens = policy.tokens_of(directive);
    if (csp::directive_name(tokens[1].text) != csp::DirectiveName::Unknown) return;
    Finding& finding = sink.at(policy, tokens[1].span);
    finding.arguments = {std::string(tokens[1].text)};
    offer_fix(finding, "Keep the first name", Applicability::Suggestion,
              replace_value(policy, directive, tokens[0].text));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/several-report-groups",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "report-to names more than one endpoint",
        .message = "report-to takes one name, so browsers ignore the rest: {0}.",
        .why = "Chromium uses the first name. Reports meant for the others are never sent.",
        .advice = "Name one endpoint. To send reports to several URLs, use report-uri.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-report-to"},
        .bad = "default-src 'self'; report-to csp backup",
        .good = "default-src 'self'; report-to csp",
    },
    check,
};

}  // namespace headstrong::rules::csp_several_report_groups
