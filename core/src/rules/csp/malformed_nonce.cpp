#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_malformed_nonce {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_fault(context, sink, TokenFault::MalformedNonce); }

extern const RuleSpec kRule = {
    {
        .id = "csp/malformed-nonce",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A nonce contains invalid characters",
        .message = "{0} in {1} is not a valid nonce, so it trusts no script and leaves "
                   "'unsafe-inline' in force.",
        .why = "A nonce consists of letters, digits and + / - _, with at most two = at the end. "
               "Browsers ignore anything else, so 'unsafe-inline' beside it still lets injected "
               "scripts run.",
        .advice = "Encode the random bytes as base64.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-nonce-source"},
        .bad = "script-src 'self' 'nonce-a?b&c1234567890abcdef'",
        .good = "script-src 'self' 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_malformed_nonce
