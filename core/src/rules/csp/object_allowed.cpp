#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_object_allowed {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (context.attacks.allowed(Attack::HttpsObject) || context.attacks.allowed(Attack::DataObject)) return;
  const decide::PolicyDecision& by = context.attacks.by(Attack::DataObject);
  if (by.directive == nullptr || !is_source_list(*by.directive)) return;
  const bool own = by.directive->name == csp::DirectiveName::ObjectSrc;
  if (!own && by.directive->name != csp::DirectiveName::DefaultSrc) return;
  const csp::SourceExpression* first = nullptr;
  for (const csp::SourceExpression& token : by.policy->tokens_of(*by.directive)) {
    const bool counts =
        token.kind == csp::SourceKind::Host || token.kind == csp::SourceKind::Scheme || token.is(csp::Keyword::Self);
    if (counts && csp::fault_of(token) == TokenFault::None) {
      first = &token;
      break;
    }
  }
  if (first == nullptr) return;
  Finding& finding = sink.at(*by.policy, first->span);
  if (!own) finding.severity = Severity::Info;  // the fallback for whatever the policy leaves out
  if (context.trial) return;
  finding.arguments = {std::string(by.directive->name_text)};
  offer_fix(finding, "Set object-src 'none'", Applicability::Suggestion,
            own ? replace_value(*by.policy, *by.directive, "'none'")
                : set_directive(*by.policy, csp::DirectiveName::ObjectSrc, "'none'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/object-allowed",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Plugin content is allowed",
        .message = "{0} lets <object> and <embed> load from the sources it lists.",
        .why = "An attacker who can upload a file to one of these sources can show it in your "
               "page, and in old browsers plugin content escapes the rules for scripts. Hardly any "
               "page needs these elements.",
        .advice = "Write object-src 'none'.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-object-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/object-src"},
        .bad = "default-src 'self'; object-src 'self'",
        .good = "default-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_object_allowed
