#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_wasm_eval {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.name != csp::DirectiveName::ScriptSrc && directive.name != csp::DirectiveName::DefaultSrc) {
      return;
    }
    if (!is_enforced(policy) || !governs_scripts(policy, directive)) return;
    const csp::SourceExpression* token = find(policy, directive, csp::Keyword::WasmUnsafeEval);
    if (token == nullptr || context.attacks.allowed(Attack::Eval)) return;
    if (context.attacks.allowed(Attack::TrustedEval)) return;
    sink.at(policy, token->span).arguments = {std::string(directive.name_text)};
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-wasm-eval",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts can compile WebAssembly",
        .message = "'wasm-unsafe-eval' in {0} lets scripts compile WebAssembly.",
        .why = "This allows far less than 'unsafe-eval': WebAssembly reaches only what the script "
               "around it passes in. Safari (WebKit) doesn't block WebAssembly under any policy.",
        .advice = "Keep it if the site uses WebAssembly; otherwise remove it.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#wasm-unsafe-eval"},
        .bad = "script-src 'self' 'wasm-unsafe-eval'",
        .good = "script-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_wasm_eval
