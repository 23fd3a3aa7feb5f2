#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_unsafe_eval {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attempt::Eval);
  if (by == nullptr || !by->source->is(csp::Keyword::UnsafeEval)) return;
  if (!context.reach.allowed(Attempt::StringSink)) return;  // text throws: another rule says so
  Finding& finding = sink.at(*by->policy, by->source->span);
  finding.arguments = {std::string(by->directive->name_text)};
  offer_fix(finding, "Remove 'unsafe-eval'", Applicability::Suggestion,
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
        .message = "'unsafe-eval' in {0} lets eval(), new Function() and setTimeout with a string "
                   "run text.",
        .why = "Any script of the page that passes an attacker's text to one of these "
               "functions runs it, and many libraries hold such code for an attacker to steer "
               "text into. Template engines and old loaders are the usual gadgets.",
        .advice = "Remove 'unsafe-eval'. WebAssembly needs only 'wasm-unsafe-eval'; template "
                  "engines have builds that compile ahead of time. Where eval must stay, require "
                  "Trusted Types and use 'trusted-types-eval'.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#unsafe-eval"},
        .bad = "script-src 'self' 'unsafe-eval'",
        .good = "script-src 'self' 'wasm-unsafe-eval'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_unsafe_eval
