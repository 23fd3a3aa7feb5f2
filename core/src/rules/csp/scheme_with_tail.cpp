#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_scheme_with_tail {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_fault(context, sink, TokenFault::SchemeTail);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/scheme-with-tail",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A scheme is followed by something else than //",
        .message = "{0} in {1} is neither a scheme (data:) nor an address (https://host).",
        .why = "A scheme source ends at its colon, and an address has two slashes behind it. "
               "Browsers pass anything else over, or look for a host of the scheme's name.",
        .advice = "Write data: for all data URLs, or https://host for a host.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-scheme-source"},
        .bad = "img-src 'self' data:*",
        .good = "img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_scheme_with_tail
