#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_double_quotes {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::DoubleQuotes,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               // Where the whole policy stands in quotes, another rule offers to take both away.
               if (&token == &policy.tokens.back() && is_quoted(context, policy)) return;
               offer_keyword(finding, policy, directive, token, csp::keyword_in(token.text));
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/double-quotes",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A source is in double quotes",
        .message = "{0} in {1} is in double quotes, so it matches nothing.",
        .why = "A policy puts keywords, nonces and hashes in single quotes, and hosts in none. "
               "Double quotes have no meaning there.",
        .advice = "Write keywords in single quotes and hosts without quotes.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "script-src \"self\"; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_double_quotes
