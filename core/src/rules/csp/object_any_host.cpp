#include "rules/csp/any_host.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_object_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::HttpsObject);
  const bool data = by == nullptr;
  if (data) by = allowed_by_source(context, Attack::DataObject);
  if (by == nullptr || is_said_of_scripts(context, *by)) return;
  Finding& finding = sink.at(*by->policy, by->source->span);
  if (context.trial) return;
  finding.arguments = {std::string(by->source->text), std::string(by->directive->name_text),
                       data ? "the URL itself" : "any host"};
  const bool own = by->directive->name == csp::DirectiveName::ObjectSrc;
  offer_fix(finding, "Set object-src 'none'", Applicability::Suggestion,
            own ? replace_value(*by->policy, *by->directive, "'none'")
                : set_directive(*by->policy, csp::DirectiveName::ObjectSrc, "'none'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/object-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Plugin content may come from anywhere",
        .message = "{0} in {1} lets <object> and <embed> load content from {2}.",
        .why = "An injected <object> or <embed> shows the attacker's content in your page, such as "
               "a form that looks like yours. Browsers that still have plugins also run the "
               "scripts in it.",
        .advice = "Write object-src 'none'.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-object-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/object-src"},
        .bad = "script-src 'self'; object-src *",
        .good = "script-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_object_any_host
