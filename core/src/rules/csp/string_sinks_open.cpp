#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_string_sinks_open {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (!context.attacks.allowed(Attack::StringSink) || !script_list(context, list)) return;
  if (context.attacks.attacker_script()) return;  // there are nearer troubles
  if (find(*list.policy, *list.directive, csp::Keyword::None) != nullptr) return;
  sink.at(*list.policy, list.directive->name_span);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/string-sinks-open",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Trusted Types are not required",
        .message = "The policy lacks require-trusted-types-for 'script'.",
        .why = "Scripts that write an attacker's text into innerHTML cause the other half of "
               "cross-site scripting, which nonces don't always stop. With Trusted Types such "
               "writes fail unless one of your functions has checked the text.",
        .advice = "Try require-trusted-types-for 'script' in a report-only policy first: the "
                  "site's scripts will need changes.",
        .references = {"https://w3c.github.io/trusted-types/dist/spec/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/require-trusted-types-for"},
        .bad = "script-src 'self'; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'; require-trusted-types-for 'script'",
    },
    check,
};

}  // namespace headstrong::rules::csp_string_sinks_open
