#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_data {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::DataScript);
  if (by == nullptr) return;
  Finding& finding = sink.at(*by->policy, by->source->span);
  finding.arguments = {std::string(by->directive->name_text)};
  offer_fix(finding, "Remove data: from the script list", Applicability::Suggestion,
            remove_tokens(*by->policy, *by->directive, {by->source}));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-data",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may come from data: URLs",
        .message = "data: in {0} lets a script tag carry the script in its own URL.",
        .why = "An injected <script src=\"data:text/javascript,alert(document.cookie)\"></script> "
               "runs. data: in a script list is as bad as 'unsafe-inline', and no nonce or hash "
               "switches it off.",
        .advice = "Remove data: from the script list. Images and fonts that need it have their own "
                  "lists (img-src, font-src).",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#scheme-source"},
        .bad = "script-src 'self' data:",
        .good = "script-src 'self'; img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_data
