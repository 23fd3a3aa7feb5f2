#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_reflected_xss {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_obsolete(context, sink, csp::DirectiveName::ReflectedXss); }

extern const RuleSpec kRule = {
    {
        .id = "csp/reflected-xss",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "reflected-xss is obsolete",
        .message = "{0} has no effect in any current browser.",
        .why = "It controlled the cross-site scripting filters that browsers once had. Browsers "
               "removed the filters because they opened holes themselves.",
        .advice = "Remove it. Rely on the policy itself to stop injected scripts.",
        .references = {"https://www.w3.org/TR/CSP3/#changes-from-level-2"},
        .bad = "default-src 'self'; reflected-xss block",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_reflected_xss
