#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unknown_keyword {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_fault(context, sink, TokenFault::UnknownKeyword); }

extern const RuleSpec kRule = {
    {
        .id = "csp/unknown-keyword",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A quoted word is not a keyword",
        .message = "{0} in {1} is not a keyword that any browser knows, so it has no effect.",
        .why = "A misspelled keyword allows nothing and blocks nothing. The page may depend on the "
               "keyword you meant.",
        .advice = "Correct the spelling, put a space between two keywords, or remove the word.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "script-src 'self' 'unsafe-inlin'",
        .good = "script-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unknown_keyword
