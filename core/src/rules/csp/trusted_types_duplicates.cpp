#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_trusted_types_duplicates {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::TrustedTypes,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
                 if (token.repeated || !text::iequals(token.text, "'allow-duplicates'")) continue;
                 offer_fix(sink.at(policy, token.span), "Remove 'allow-duplicates'", Applicability::Suggestion,
                           remove_tokens(policy, directive, {&token}));
               }
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/trusted-types-duplicates",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Trusted Types policies may be created twice",
        .message = "'allow-duplicates' lets a script create a second policy under an existing "
                   "name.",
        .why = "A listed name no longer means one reviewed function: any later script can create a "
               "lax policy with the same name.",
        .advice = "Remove 'allow-duplicates' unless the site really creates a policy more than "
                  "once.",
        .references = {"https://w3c.github.io/trusted-types/dist/spec/#trusted-types-csp-directive",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/trusted-types"},
        .bad = "script-src 'self'; trusted-types app 'allow-duplicates'",
        .good = "script-src 'self'; trusted-types app",
    },
    check,
};

}  // namespace headstrong::rules::csp_trusted_types_duplicates
