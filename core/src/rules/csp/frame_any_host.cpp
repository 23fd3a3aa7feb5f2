#include "rules/csp/any_host.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_frame_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::HttpsFrame);
  if (by == nullptr || is_said_of_scripts(context, *by)) return;
  sink.at(*by->policy, by->source->span).arguments = {std::string(by->source->text),
                                                      std::string(by->directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/frame-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Frames may show any host",
        .message = "{0} in {1} lets the page frame any host.",
        .why = "An injected <iframe> shows the attacker's page inside yours, such as a sign-in "
               "form under your URL.",
        .advice = "List the hosts that your pages frame, or write frame-src 'none'.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-frame-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/frame-src"},
        .bad = "default-src 'self'; frame-src *",
        .good = "default-src 'self'; frame-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_frame_any_host
