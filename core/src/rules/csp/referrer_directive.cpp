#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_referrer_directive {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_obsolete(context, sink, csp::DirectiveName::Referrer);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/referrer-directive",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "The referrer directive is obsolete",
        .message = "{0} in a policy has no effect in current browsers.",
        .why = "What a page tells other sites of its address is decided by a header of its "
               "own. The directive looks like a protection and is none.",
        .advice = "Remove it and send the header Referrer-Policy: "
                  "strict-origin-when-cross-origin.",
        .references = {"https://www.w3.org/TR/referrer-policy/"},
        .bad = "default-src 'self'; referrer no-referrer",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_referrer_directive
