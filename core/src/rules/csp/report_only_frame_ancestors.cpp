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
        .title = "Framing is restricted in a report-only policy alone",
        .message = "frame-ancestors stands in a report-only policy: every site may still frame "
                   "the page.",
        .why = "Browsers report framing by others and let it happen. Clickjacking works as if "
               "the directive were not there.",
        .advice = "Put frame-ancestors into the enforced policy, or send X-Frame-Options "
                  "meanwhile.",
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
