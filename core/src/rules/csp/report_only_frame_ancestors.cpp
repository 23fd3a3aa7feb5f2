#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_only_frame_ancestors {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (!is_unrestricted(context, Attack::FramedByHttps)) return;
  each_named(context, csp::DirectiveName::FrameAncestors,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               if (is_enforced(policy)) return;
               sink.at(policy, directive.span);
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-only-frame-ancestors",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Only a report-only policy restricts framing",
        .message = "frame-ancestors is in a report-only policy, so any site may still frame the "
                   "page.",
        .why = "Browsers report framing by other sites but allow it. Clickjacking works as if the "
               "directive weren't there.",
        .advice = "Put frame-ancestors in the enforced policy, or send X-Frame-Options until you "
                  "do.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-frame-ancestors"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy: script-src "
               "'self'\nContent-Security-Policy-Report-Only: frame-ancestors 'none'; "
               "report-uri /r\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'self'; frame-ancestors "
                "'none'\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_only_frame_ancestors
