#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_malformed_hash {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::MalformedHash,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               // Not to be removed without a look: Chromium also reads 'sha-256-...'.
               sink.at(policy, token.span).arguments = {std::string(token.text), std::string(directive.name_text)};
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/malformed-hash",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A hash is malformed",
        .message = "{0} in {1} is not a valid hash, so it trusts no script or style.",
        .why = "A hash is 'sha256-', 'sha384-' or 'sha512-' followed by the digest in base64. "
               "Browsers ignore anything else, and the script or style that it was meant to trust "
               "is blocked.",
        .advice = "Write 'sha256-...' with the digest in base64, or copy the value from the "
                  "browser's console, which prints it when it blocks a script.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-hash-source"},
        .bad = "script-src 'sha1-qUqP5cyxm6YcTAhz05Hph5gvu9M='",
        .good = "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    },
    check,
};

}  // namespace headstrong::rules::csp_malformed_hash
