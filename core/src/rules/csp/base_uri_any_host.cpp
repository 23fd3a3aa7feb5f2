#include "rules/csp/helpers.hpp"
#include "rules/csp/retargeting.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_base_uri_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::BaseUri);
  if (by == nullptr || retargeting(context).trusted != nullptr) return;  // worse, and said elsewhere
  Finding& finding = sink.at(*by->policy, by->source->span);
  finding.arguments = {std::string(by->source->text)};
  offer_fix(finding, "Set base-uri 'self'", Applicability::Suggestion,
            replace_value(*by->policy, *by->directive, "'self'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/base-uri-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "<base> may point to any host",
        .message = "{0} in base-uri lets an injected <base> point every relative URL to another "
                   "host.",
        .why = "Relative links and forms then lead to the attacker's host, which can look like "
               "yours.",
        .advice = "Write base-uri 'none' or base-uri 'self'.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-base-uri",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/base-uri"},
        .bad = "script-src 'self'; base-uri *",
        .good = "script-src 'self'; base-uri 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_base_uri_any_host
