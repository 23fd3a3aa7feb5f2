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
  if (!unsafe) finding.browsers = decide::kInChromium;
  if (context.trial) return;
  finding.arguments = {unsafe ? "'unsafe-eval'" : "'trusted-types-eval'", std::string(by->directive->name_text),
                       unsafe ? "" : " in Chromium 156, with or without Trusted Types"};
  offer_fix(finding, unsafe ? "Remove 'unsafe-eval'" : "Remove 'trusted-types-eval'", Applicability::Suggestion,
            remove_tokens(*by->policy, *by->directive, {by->source}));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-unsafe-eval",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "eval() can run text as a script",
        .message = "{0} in {1} lets eval(), new Function() and setTimeout with a string run "
                   "text{2}.",
        .why = "A script that passes an attacker's text to one of these functions runs it. "
               "Template engines, old loaders and many other libraries contain code an attacker "
               "can feed text to.",
        .advice = "Remove the keyword. For WebAssembly, use 'wasm-unsafe-eval'; for template "
                  "engines, use a build that compiles ahead of time; if eval must stay, keep "
                  "'unsafe-eval' and add require-trusted-types-for 'script', so that eval runs "
                  "only what a policy of the page has passed.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#unsafe-eval"},
        .bad = "script-src 'self' 'unsafe-eval'",
        .good = "script-src 'self' 'wasm-unsafe-eval'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_unsafe_eval
