#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_form_action_absent {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (!context.response.is_page() || !is_unrestricted(context, Attack::FormAction)) return;
  ScriptList list;
  if (!script_list(context, list)) return;
  Finding& finding = sink.at(*list.policy, list.directive->name_span);
  if (context.trial) return;
  offer_fix(finding, "Add form-action 'self'", Applicability::Suggestion,
            set_directive(*list.policy, csp::DirectiveName::FormAction, "'self'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/form-action-absent",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The policy doesn't restrict where forms are sent",
        .message = "The policy has no form-action, and default-src doesn't cover it.",
        .why = "An injected <form> or formaction attribute sends what visitors type, and what "
               "password managers fill in, to the attacker. No script is needed.",
        .advice = "Add form-action 'self' and the hosts that your forms post to.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-form-action",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/form-action"},
        .bad = "default-src 'self'",
        .good = "default-src 'self'; form-action 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_form_action_absent
