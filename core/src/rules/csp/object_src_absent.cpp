#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_object_src_absent {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (!context.response.is_document || !is_unrestricted(context, Attack::HttpsObject)) return;
  if (is_unrestricted(context, Attack::HttpsScript)) return;  // worse, and said elsewhere
  ScriptList list;
  if (!script_list(context, list)) return;  // a sandbox lets neither scripts nor plugins run
  const csp::Policy* policy = first_enforced(context);
  if (policy == nullptr) return;
  offer_fix(sink.at(*policy, policy->span), "Add object-src 'none'", Applicability::Suggestion,
            set_directive(*policy, csp::DirectiveName::ObjectSrc, "'none'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/object-src-absent",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The policy doesn't restrict plugin content",
        .message = "The policy lacks object-src and default-src, so <object> and <embed> may load "
                   "anything.",
        .why = "An injected <object> or <embed> shows the attacker's content in your page, such as "
               "a form that looks like yours. Old browsers that still have plugins also run the "
               "scripts in it.",
        .advice = "Add object-src 'none'. Hardly any site needs these elements.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-object-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/object-src"},
        .bad = "script-src 'self'",
        .good = "script-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_object_src_absent
