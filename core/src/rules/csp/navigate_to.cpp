#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_navigate_to {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_obsolete(context, sink, csp::DirectiveName::NavigateTo, Applicability::Suggestion);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/navigate-to",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "navigate-to was never implemented",
        .message = "{0} has no effect in any browser.",
        .why = "The directive was drafted and withdrawn. Links, redirects and scripts can still "
               "lead anywhere.",
        .advice = "Remove it. To restrict where forms are sent, use form-action.",
        .references = {"https://www.w3.org/TR/CSP3/#changes-from-level-2"},
        .bad = "default-src 'self'; navigate-to 'self'",
        .good = "default-src 'self'; form-action 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_navigate_to
