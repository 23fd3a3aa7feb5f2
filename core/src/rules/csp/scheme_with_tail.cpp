#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_scheme_with_tail {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_fault(context, sink, TokenFault::SchemeTail); }

extern const RuleSpec kRule = {
    {
        .id = "csp/scheme-with-tail",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A scheme is followed by something other than //",
        .message = "{0} in {1} is not a scheme (data:) or a URL (https://host).",
        .why = "A scheme source ends at its colon, and a URL has two slashes after the colon. "
               "Browsers ignore anything else or look for a host with the scheme's name.",
        .advice = "Write data: for all data URLs, or https://host for a host.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-scheme-source"},
        .bad = "img-src 'self' data:*",
        .good = "img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_scheme_with_tail
