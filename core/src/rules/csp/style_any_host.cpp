#include "rules/csp/any_host.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_style_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::HttpsStyle);
  if (by == nullptr || is_said_of_scripts(context, *by)) return;
  sink.at(*by->policy, by->source->span).arguments = {std::string(by->source->text),
                                                      std::string(by->directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/style-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Style sheets may come from any host",
        .message = "{0} in {1} lets style sheets load from any host, including an attacker's.",
        .why = "An injected <link rel=\"stylesheet\"> loads the attacker's CSS, which reads form "
               "fields and hidden tokens letter by letter and reports them through the images it "
               "requests.",
        .advice = "List the hosts that serve your style sheets.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-style-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/style-src"},
        .bad = "script-src 'self'; style-src https:",
        .good = "script-src 'self'; style-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_style_any_host
