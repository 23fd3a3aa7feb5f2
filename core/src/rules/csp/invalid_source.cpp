#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_invalid_source {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_fault(context, sink, TokenFault::Other); }

extern const RuleSpec kRule = {
    {
        .id = "csp/invalid-source",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A source is not valid",
        .message = "{0} in {1} is not a valid source, so browsers ignore it.",
        .why = "The source allows nothing. If it was meant to be a host, whatever that host serves "
               "is blocked.",
        .advice = "Correct or remove it. Use letters, digits, hyphens and dots in hosts, and no "
                  "user name or space in URLs.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "img-src 'self' https://images_1.site.example",
        .good = "img-src 'self' https://images-1.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_invalid_source
