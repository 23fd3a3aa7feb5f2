#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_trusted_eval {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (context.reach.allowed(Attempt::Eval)) return;  // of any text: another rule says so
  const decide::PolicyDecision* by = allowed_by_source(context, Attempt::TrustedEval);
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
        .title = "'unsafe-eval' rests on Trusted Types",
        .message = "'unsafe-eval' in {0} lets eval() and new Function() run what a Trusted Types "
                   "policy of the page has passed; other text throws.",
        .why = "Browsers that do not know Trusted Types (Firefox before 148, Safari before 26) run "
               "any text, and elsewhere a careless policy does.",
        .advice = "Remove 'unsafe-eval' if the site can go without eval. 'trusted-types-eval' is no "
                  "way out yet: with it, Chromium 156 runs any text.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#unsafe-eval"},
        .bad = "script-src 'self' 'unsafe-eval'; require-trusted-types-for 'script'",
        .good = "script-src 'self'; require-trusted-types-for 'script'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_trusted_eval
