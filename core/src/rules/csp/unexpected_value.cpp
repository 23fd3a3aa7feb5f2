#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unexpected_value {

using namespace csp_rules;

bool names_directive(const csp::Policy& policy, const csp::Directive& directive) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (csp::directive_name(token.text) != csp::DirectiveName::Unknown) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.token_count == 0) return;
    if (csp::info(directive.name).value != csp::ValueKind::None) return;
    if (names_directive(policy, directive)) return;  // a missing semicolon: another rule
    Finding& finding = sink.at(policy, directive.value_span);
    finding.arguments = {std::string(directive.name_text), std::string(directive.value_text)};
    offer_fix(finding, "Remove the value", Applicability::Safe, {{{directive.name_span.end, directive.span.end}, ""}});
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unexpected-value",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A directive that takes no value has one",
        .message = "{0} takes no value, so browsers ignore the {1} after it.",
        .why = "The directive works, but the words after it don't. Sometimes they belong to "
               "another directive and a semicolon is missing.",
        .advice = "Remove the value, or put a semicolon before the words that belong to another "
                  "directive.",
        .references = {"https://www.w3.org/TR/upgrade-insecure-requests/#delivery"},
        .bad = "default-src 'self'; upgrade-insecure-requests 1",
        .good = "default-src 'self'; upgrade-insecure-requests",
    },
    check,
};

}  // namespace headstrong::rules::csp_unexpected_value
