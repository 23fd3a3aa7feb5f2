#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_unsafe_eval {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::Eval);
  if (by == nullptr) return;
  const bool unsafe = by->source->is(csp::Keyword::UnsafeEval);
  if (!unsafe && !by->source->is(csp::Keyword::TrustedTypesEval)) return;
  Finding& finding = sink.at(*by->policy, by->source->span);
  if (context.trial) return;
  finding.arguments = {unsafe ? "'unsafe-eval'" : "'trusted-types-eval'",
                       std::string(by->directive->name_text),
                       unsafe ? "" : " in Chromium 156, Trusted Types or not"};
  offer_fix(finding, unsafe ? "Remove 'unsafe-eval'" : "Remove 'trusted-types-eval'",
            Applicability::Suggestion,
            remove_tokens(*by->policy, *by->directive, {by->source}));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-unsafe-eval",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Text can be run as a script with eval",
        .message = "{0} in {1} lets eval(), new Function() and setTimeout with a string run "
                   "text{2}.",
        .why = "Any script of the page that passes an attacker's text to one of these "
               "functions runs it, and many libraries hold such code for an attacker to steer "
               "text into. Template engines and old loaders are the usual gadgets.",
        .advice = "Remove the keyword. WebAssembly needs only 'wasm-unsafe-eval'; template "
                  "engines have builds that compile ahead of time. Where eval must stay, keep "
                  "'unsafe-eval' and require Trusted Types: eval then runs only what a policy of "
                  "the page has passed.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#unsafe-eval"},
        .bad = "script-src 'self' 'unsafe-eval'",
        .good = "script-src 'self' 'wasm-unsafe-eval'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_unsafe_eval
