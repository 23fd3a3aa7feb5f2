#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_trusted_eval {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (context.attacks.allowed(Attack::Eval)) return;  // of any text: another rule says so
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::TrustedEval);
  if (by == nullptr || !by->source->is(csp::Keyword::UnsafeEval)) return;
  Finding& finding = sink.at(*by->policy, by->source->span);
  finding.arguments = {std::string(by->directive->name_text)};
  offer_fix(finding, "Remove 'unsafe-eval'", Applicability::Suggestion,
            remove_tokens(*by->policy, *by->directive, {by->source}));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-trusted-eval",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Only Trusted Types guard 'unsafe-eval'",
        .message = "'unsafe-eval' in {0} lets eval() and new Function() run only text that a "
                   "Trusted Types policy of the page has passed.",
        .why = "Browsers without Trusted Types (Firefox before 148, Safari (WebKit) before 26) run "
               "any text, and so does any browser if one of the policies is careless.",
        .advice = "Remove 'unsafe-eval' if the site works without eval. Don't replace it with "
                  "'trusted-types-eval' yet: with that, Chromium 156 runs any text.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#unsafe-eval"},
        .bad = "script-src 'self' 'unsafe-eval'; require-trusted-types-for 'script'",
        .good = "script-src 'self'; require-trusted-types-for 'script'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_trusted_eval
