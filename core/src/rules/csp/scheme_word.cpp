#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_scheme_word {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::SchemeWord, [&](const csp::Policy& policy, const csp::Directive& directive,
                                                  const csp::SourceExpression& token) {
    Finding& finding = sink.at(policy, token.span);
    finding.arguments = {std::string(token.text), std::string(directive.name_text)};
    offer_repair(finding, "Write it with a colon", replace_token(policy, token, std::string(token.text) + ":"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/scheme-word",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Likely,
        .title = "A scheme has no colon",
        .message = "{0} in {1} has no colon: browsers look for a host of that name.",
        .why = "A scheme is told from a host by the colon at its end. Without it nothing of the scheme "
               "loads.",
        .advice = "Write it with a colon if the list is to admit every address of that scheme, or remove "
                  "it: in a list for scripts, data: and https: admit everybody.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-scheme-source"},
        .bad = "default-src 'self'; img-src 'self' data",
        .good = "default-src 'self'; img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_scheme_word
