#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unknown_sink_group {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::RequireTrustedTypesFor,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
                 if (token.repeated || token.text == "'script'") continue;
                 if (csp::directive_name(token.text) != csp::DirectiveName::Unknown) return;
                 Finding& finding = sink.at(policy, token.span);
                 finding.arguments = {std::string(token.text)};
                 offer_fix(finding, "Write 'script'", Applicability::Suggestion,
                           replace_value(policy, directive, "'script'"));
                 return;
               }
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unknown-sink-group",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "Trusted Types are required with the wrong word",
        .message = "{0} means nothing in require-trusted-types-for, which only knows 'script', "
                   "with its quotes.",
        .why = "Without 'script' the directive has no effect, and scripts can still write "
               "unchecked text into the page.",
        .advice = "Write require-trusted-types-for 'script', in lower case.",
        .references = {"https://w3c.github.io/trusted-types/dist/spec/"
                       "#require-trusted-types-for-csp-directive",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/require-trusted-types-for"},
        .bad = "script-src 'self'; require-trusted-types-for script",
        .good = "script-src 'self'; require-trusted-types-for 'script'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unknown_sink_group
