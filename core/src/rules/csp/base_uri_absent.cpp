#include "rules/csp/helpers.hpp"
#include "rules/csp/retargeting.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_base_uri_absent {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (!context.response.is_document || !is_unrestricted(context, Attack::BaseUri)) return;
  ScriptList list;
  if (!script_list(context, list)) return;
  if (retargeting(context).trusted != nullptr) return;  // worse, and said elsewhere
  Finding& finding = sink.at(*list.policy, list.directive->name_span);
  if (context.trial) return;
  offer_fix(finding, "Add base-uri 'self'", Applicability::Suggestion,
            set_directive(*list.policy, csp::DirectiveName::BaseUri, "'self'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/base-uri-absent",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The policy doesn't restrict <base>",
        .message = "The policy has no base-uri, and default-src doesn't cover it.",
        .why = "An injected <base href=\"https://attacker.example/\"> sends the page's relative "
               "links and forms to the attacker. The script list still stops the attacker's "
               "scripts.",
        .advice = "Add base-uri 'none', or base-uri 'self' if the site uses <base> itself.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-base-uri",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/base-uri"},
        .bad = "default-src 'self'",
        .good = "default-src 'self'; base-uri 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_base_uri_absent
