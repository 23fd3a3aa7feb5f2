#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unquoted_keyword {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::UnquotedKeyword,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               offer_keyword(finding, policy, directive, token, csp::keyword_in(token.text));
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unquoted-keyword",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A keyword has no quotes",
        .message = "{0} in {1} has no quotes, so browsers look for a host of that name.",
        .several = "{0} keywords have no quotes, so browsers look for hosts of that name: {1}.",
        .why = "Only single quotes tell keywords from hosts. Without them the word allows nothing, "
               "blocks nothing and reports nothing.",
        .advice = "Put it in single quotes, or remove it if you don't want what it permits.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#fetch_directive_syntax"},
        .bad = "script-src self; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unquoted_keyword
