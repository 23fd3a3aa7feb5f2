#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_block_all_mixed_content {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  report_obsolete(context, sink, csp::DirectiveName::BlockAllMixedContent);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/block-all-mixed-content",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "block-all-mixed-content is obsolete",
        .message = "{0} no longer has any effect.",
        .why = "Browsers already block or upgrade insecure content on secure pages. The directive "
               "adds nothing to that.",
        .advice = "Remove it. To load old http: URLs over https, add upgrade-insecure-requests.",
        .references = {"https://www.w3.org/TR/mixed-content/#strict-checking",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/block-all-mixed-content"},
        .bad = "default-src 'self'; block-all-mixed-content",
        .good = "default-src 'self'; upgrade-insecure-requests",
    },
    check,
};

}  // namespace headstrong::rules::csp_block_all_mixed_content
