#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_misplaced_wildcard {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_fault(context, sink, TokenFault::MisplacedWildcard); }

extern const RuleSpec kRule = {
    {
        .id = "csp/misplaced-wildcard",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A wildcard is in the wrong place",
        .message = "{0} in {1} is not valid, because * may only be the whole first label of a "
                   "host.",
        .why = "Browsers ignore the source, so whatever it was meant to allow is blocked. A "
               "wildcard can't replace part of a label.",
        .advice = "Write *.site.example for all hosts below a name, or list the hosts.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-host-part"},
        .bad = "img-src https://images*.site.example",
        .good = "img-src https://*.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_misplaced_wildcard
