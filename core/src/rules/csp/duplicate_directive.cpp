#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_duplicate_directive {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  for (const csp::Policy& policy : context.response.policies) {
    for (const csp::Directive& directive : policy.directives) {
      if (!directive.duplicate) continue;
      Finding& finding = sink.at(policy, directive.span);
      finding.arguments = {std::string(directive.name_text)};
      const csp::Directive* first = policy.find(directive.name);
      if (first == nullptr) continue;
      finding.related.push_back({first->span, "browsers use this one"});
      // Browsers do not agree on what a first one with foreign characters does to a later one.
      const bool clean = !first->has_non_ascii && !first->has_control;
      if (!clean || csp::info(directive.name).value == csp::ValueKind::RequireTrustedTypes) continue;
      // Of two that differ the ignored one may be what was meant to protect.
      const bool same = directive.value_text == first->value_text;
      offer_fix(finding, "Remove the ignored one", same ? Applicability::Safe : Applicability::Suggestion,
                remove_directive(policy, directive));
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/duplicate-directive",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A directive is repeated, and browsers ignore the repeat",
        .message = "The policy already has {0}: browsers use the first one and ignore this one.",
        .several = "Browsers ignore {0} directives because they repeat earlier ones: {1}.",
        .why = "Nothing in the second directive has any effect. If it is the stricter one, the "
               "policy is weaker than it looks.",
        .advice = "Merge the two into one directive.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "img-src 'self'; img-src 'none'",
        .good = "img-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_duplicate_directive
