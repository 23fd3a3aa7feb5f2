#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unbalanced_quote {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::UnbalancedQuote,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               offer_keyword(finding, policy, directive, token, csp::keyword_in(token.text));
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unbalanced-quote",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A source has only one quote",
        .message = "{0} in {1} has a quote at one end only, so it matches nothing.",
        .why = "Browsers ignore the word. A keyword then has no effect, and a host is not allowed.",
        .advice = "Add the other quote to a keyword, nonce or hash; remove the quote from a host.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "script-src 'self; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unbalanced_quote
