#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_malformed_port {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_fault(context, sink, TokenFault::MalformedPort); }

extern const RuleSpec kRule = {
    {
        .id = "csp/malformed-port",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A source has a port that doesn't exist",
        .message = "The port of {0} in {1} is not a number up to 65535.",
        .why = "No URL has such a port, so the source matches nothing.",
        .advice = "Write the port's number or * for any port, or remove the port to use the "
                  "scheme's default.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-port-part"},
        .bad = "connect-src https://api.site.example:70000",
        .good = "connect-src https://api.site.example:7000",
    },
    check,
};

}  // namespace headstrong::rules::csp_malformed_port
