#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_keywords_alone {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (!script_list(context, list) || list.directive->token_count == 0) return;
  bool speaks_of_running = false;
  for (const csp::SourceExpression& token : list.policy->tokens_of(*list.directive)) {
    switch (token.keyword) {
      case csp::Keyword::UnsafeEval:
      case csp::Keyword::WasmUnsafeEval:
      case csp::Keyword::TrustedTypesEval:
        speaks_of_running = token.kind == csp::SourceKind::Keyword || speaks_of_running;
        break;
      case csp::Keyword::ReportSample: break;
      default: return;
    }
    if (token.kind != csp::SourceKind::Keyword) return;
  }
  if (!speaks_of_running) return;
  sink.at(*list.policy, list.directive->span).arguments = {std::string(list.directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-keywords-alone",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "No script can load",
        .message = "{0} lists keywords but no source for scripts, so every script file and every "
                   "inline script is blocked.",
        .why = "'unsafe-eval' and similar keywords only say what running scripts may do. Here no "
               "script ever runs.",
        .advice = "Add the sources that the page needs ('self', a nonce), or write 'none'.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/script-src"},
        .bad = "script-src 'unsafe-eval'",
        .good = "script-src 'self' 'unsafe-eval'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_keywords_alone
