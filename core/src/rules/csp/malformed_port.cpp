#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_malformed_port {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_fault(context, sink, TokenFault::MalformedPort);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/malformed-port",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A source has a port that does not exist",
        .message = "{0} in {1} has a port that is no number up to 65535.",
        .why = "No address has such a port, so that the source matches nothing.",
        .advice = "Write the number of the port, * for any, or leave it out for the scheme's own.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-port-part"},
        .bad = "connect-src https://api.site.example:70000",
        .good = "connect-src https://api.site.example:7000",
    },
    check,
};

}  // namespace headstrong::rules::csp_malformed_port
