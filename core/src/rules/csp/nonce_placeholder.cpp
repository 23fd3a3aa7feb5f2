#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_nonce_placeholder {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::UnfilledNonce,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               if (token.text != csp::kNonceSource || is_servers_answer(context)) return;
               sink.at(policy, token.span).arguments = {std::string(token.text), std::string(directive.name_text)};
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/nonce-placeholder",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Syntax,
        .confidence = Confidence::Likely,
        .title = "The server fills in this nonce",
        .message = "{0} in {1} is Headstrong's placeholder for a new random value in each response.",
        .why = "Nothing is wrong before the server sends it. If browsers receive it like this, it trusts no "
               "script.",
        .advice = "Make the server put a fresh random value there in every response. The configuration for your "
                  "server does that.",
        .references = {"https://www.w3.org/TR/CSP3/#security-nonces"},
        .bad = "script-src 'nonce-{{nonce}}' 'strict-dynamic'; base-uri 'none'; object-src 'none'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A==' 'strict-dynamic'; base-uri 'none'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_nonce_placeholder
