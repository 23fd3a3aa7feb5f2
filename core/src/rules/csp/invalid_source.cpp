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
        .title = "A word is no source",
        .message = "{0} in {1} is nothing that a list can hold: browsers pass it over.",
        .why = "The word allows nothing. If it was to be a host, what that host serves is "
               "blocked.",
        .advice = "Correct it or remove it. Hosts have letters, digits, dashes and dots; "
                  "addresses have no user name and no blanks.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "img-src 'self' https://images_1.site.example",
        .good = "img-src 'self' https://images-1.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_invalid_source
