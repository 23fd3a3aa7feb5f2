#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_trusted_types_wildcard {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::TrustedTypes,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
                 if (token.text == "*" && !token.repeated) sink.at(policy, token.span);
               }
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/trusted-types-wildcard",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Any Trusted Types policy may be created",
        .message = "* in trusted-types lets any script create a policy that passes everything "
                   "through.",
        .why = "Trusted Types work because only a few reviewed functions turn text into markup and "
               "scripts. With * any library can add a lax one.",
        .advice = "List the names of the policies that the site uses.",
        .references = {"https://w3c.github.io/trusted-types/dist/spec/#trusted-types-csp-directive",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/trusted-types"},
        .bad = "script-src 'self'; require-trusted-types-for 'script'; trusted-types *",
        .good = "script-src 'self'; require-trusted-types-for 'script'; trusted-types app",
    },
    check,
};

}  // namespace headstrong::rules::csp_trusted_types_wildcard
