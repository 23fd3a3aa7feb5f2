#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_sri_for_directive {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_obsolete(context, sink, csp::DirectiveName::RequireSriFor, Applicability::Suggestion);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/sri-for-directive",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "The directive require-sri-for was never put to use",
        .message = "{0} has no effect in any current browser.",
        .why = "Scripts and style sheets without an integrity attribute load as if the "
               "directive were not there.",
        .advice = "Remove it. The header Integrity-Policy does what it was meant to do.",
        .references =
            {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Integrity-Policy"},
        .bad = "default-src 'self'; require-sri-for script",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_sri_for_directive
