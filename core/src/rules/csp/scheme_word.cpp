#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_scheme_word {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::SchemeWord,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               offer_repair(finding, "Write it with a colon",
                            replace_token(policy, token, std::string(token.text) + ":"));
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
        .message = "{0} in {1} has no colon, so browsers look for a host of that name.",
        .several = "{0} schemes have no colon, so browsers look for hosts of that name: {1}.",
        .why = "Only the colon at its end tells a scheme from a host. Without it, nothing with "
               "that scheme loads.",
        .advice = "Write it with a colon to allow every URL with that scheme, or remove it; never "
                  "allow data: or https: in a script list, since that lets anybody in.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-scheme-source"},
        .bad = "default-src 'self'; img-src 'self' data",
        .good = "default-src 'self'; img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_scheme_word
