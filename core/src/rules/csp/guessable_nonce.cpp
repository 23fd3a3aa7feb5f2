#include "headers/csp/constant_nonce.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_guessable_nonce {

using namespace csp_rules;

/// Every try reads the whole list.
constexpr int kMostTries = 100;

void check(const Context& context, Sink& sink) {
  int tries_left = kMostTries;
  each_source(context, csp::SourceKind::Nonce,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (!is_enforced(policy) || !governs_scripts(policy, directive)) return;
                const csp::ConstantNonce constant = csp::constant_nonce(token.value());
                if (!constant.likely) return;
                // Another directive or policy may let nothing run, nonce or not.
                if (tries_left-- > 0 && !runs_scripts(context, token.value())) return;
                Finding& finding = sink.at(policy, token.span);
                if (!constant.sure) finding.severity = Severity::Medium;
                finding.arguments = {std::string(token.text),
                                     constant.words.empty() ? "" : ": it is base64 of \"" + constant.words + "\""};
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/guessable-nonce",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A nonce looks like a constant",
        .message = "{0} looks like an example or a constant{1}.",
        .why = "A nonce that never changes is a password printed on the page. The attacker copies "
               "it onto an injected script, and the script runs.",
        .advice = "Generate at least 16 random bytes for every response and encode them as base64. "
                  "If you only changed the value before pasting, ignore this.",
        .references = {"https://www.w3.org/TR/CSP3/#security-nonces",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#nonce-nonce_value"},
        .bad = "script-src 'nonce-abc123'; base-uri 'none'; object-src 'none'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'; object-src "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_guessable_nonce
