#include "rules/csp/any_host.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_connect_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::HttpsConnect);
  if (by == nullptr || is_said_of_scripts(context, *by)) return;
  // Safari alone lets an address with https match ws: and wss:.
  const bool sockets = text::istarts_with(by->source->text, "ws");
  sink.at(*by->policy, by->source->span).arguments = {
      std::string(by->source->text), std::string(by->directive->name_text),
      sockets ? "WebSockets (and fetch() in Safari (WebKit))" : "fetch() and similar calls"};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/connect-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may send data to any host",
        .message = "{0} in {1} lets {2} reach every host.",
        .why = "A compromised script can send whatever it reads straight to the attacker. A "
               "short list doesn't stop a determined attacker, who still has images and links, but "
               "it blocks the easy way and reports the attempt.",
        .advice = "List the hosts that your scripts talk to.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-connect-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/connect-src"},
        .bad = "default-src 'self'; connect-src *",
        .good = "default-src 'self'; connect-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_connect_any_host
