#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_trusted_types_alone {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::TrustedTypes,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               if (policy.find(csp::DirectiveName::RequireTrustedTypesFor) != nullptr) return;
               if (is_enforced(policy) && !context.attacks.allowed(Attack::StringSink)) return;
               sink.at(policy, directive.span);
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/trusted-types-alone",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Trusted Types policies are listed but not required",
        .message = "trusted-types restricts which policies scripts may create, but nothing "
                   "requires their use.",
        .why = "Scripts can still write unchecked text into innerHTML. Only "
               "require-trusted-types-for 'script' stops that.",
        .advice = "Add require-trusted-types-for 'script' when the site is ready for it.",
        .references = {"https://w3c.github.io/trusted-types/dist/spec/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/trusted-types"},
        .bad = "script-src 'self'; trusted-types app",
        .good = "script-src 'self'; trusted-types app; require-trusted-types-for 'script'",
    },
    check,
};

}  // namespace headstrong::rules::csp_trusted_types_alone
