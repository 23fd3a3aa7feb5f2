#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unquoted_nonce {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::UnquotedTrust,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               // It then trusts code, which is more than the policy does now.
               offer_fix(finding, "Put it in single quotes", Applicability::DisplayOnly,
                         replace_token(policy, token, "'" + std::string(token.text) + "'"));
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unquoted-nonce",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A nonce or hash has no quotes",
        .message = "{0} in {1} has no quotes, so browsers look for a host of that name.",
        .why = "Without quotes the nonce or hash trusts no script or style. It doesn't switch off "
               "'unsafe-inline' next to it either.",
        .advice = "Put the nonce or hash in single quotes.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#nonce-nonce_value"},
        .bad = "script-src nonce-4AEemGb0xJoptIGFP3Nd9A==; base-uri 'none'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unquoted_nonce
