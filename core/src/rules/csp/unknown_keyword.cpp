#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_unknown_keyword {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_fault(context, sink, TokenFault::UnknownKeyword);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/unknown-keyword",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A quoted word is no keyword",
        .message = "{0} in {1} is no keyword that any browser knows: it has no effect.",
        .why = "A misspelled keyword neither allows nor forbids anything. The page may depend "
               "on what was meant.",
        .advice = "Correct the spelling, put a blank between two keywords, or remove the word.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "script-src 'self' 'unsafe-inlin'",
        .good = "script-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_unknown_keyword
