#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unknown_sandbox_flag {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::Sandbox, [&](const csp::Policy& policy, const csp::Directive& directive) {
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (token.repeated || is_sandbox_flag(token.text)) continue;
      if (csp::directive_name(token.text) != csp::DirectiveName::Unknown) return;
      Finding& finding = sink.at(policy, token.span);
      finding.arguments = {std::string(token.text)};
      offer_fix(finding, "Remove it: it has no effect", Applicability::Safe, remove_token(policy, token));
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unknown-sandbox-flag",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A sandbox flag doesn't exist",
        .message = "{0} is not a sandbox flag, so browsers ignore it.",
        .why = "sandbox forbids everything that no flag permits. Whatever the misspelled flag was "
               "meant to permit stays forbidden, so parts of the page don't work.",
        .advice = "Correct or remove it. Flags begin with allow-.",
        .references = {"https://html.spec.whatwg.org/multipage/iframe-embed-object.html#attr-iframe-sandbox",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/sandbox"},
        .bad = "sandbox allow-script",
        .good = "sandbox allow-scripts",
    },
    check,
};

}  // namespace headstrong::rules::csp_unknown_sandbox_flag
