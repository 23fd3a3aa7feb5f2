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
        .title = "require-sri-for was never implemented",
        .message = "{0} has no effect in any current browser.",
        .why = "Scripts and style sheets without an integrity attribute load as if the directive "
               "weren't there.",
        .advice = "Remove it and use the header Integrity-Policy instead.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Integrity-Policy"},
        .bad = "default-src 'self'; require-sri-for script",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_sri_for_directive
