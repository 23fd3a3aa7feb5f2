#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_malformed_nonce {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_fault(context, sink, TokenFault::MalformedNonce);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/malformed-nonce",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A nonce holds characters that no nonce may have",
        .message = "{0} in {1} is not valid: it trusts no script, and does not switch off "
                   "'unsafe-inline'.",
        .why = "A nonce is made of letters, digits and + / - _, with at most two = at its "
               "end. With anything else browsers pass the word over, and 'unsafe-inline' "
               "beside it keeps its effect.",
        .advice = "Encode the random bytes as base64.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-nonce-source"},
        .bad = "script-src 'self' 'nonce-a?b&c1234567890abcdef'",
        .good = "script-src 'self' 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_malformed_nonce
