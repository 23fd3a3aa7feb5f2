#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_public_suffix {

using namespace csp_rules;

/// Every try reads the whole list.
constexpr int kMostTries = 100;

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (context.attacks.allowed(Attack::HttpsScript) || !script_list(context, list)) return;
  int tries_left = kMostTries;
  for (const csp::SourceExpression& token : list.policy->tokens_of(*list.directive)) {
    std::string_view platform;
    if (token.repeated || !is_public_wildcard(token, platform)) continue;
    if (tries_left-- == 0) return;
    const std::string url = attackers_address(token);
    decide::Request request;
    request.type = decide::RequestType::Script;
    request.url = url;
    decide::PolicyDecision by;
    if (!allowed_somewhere(context, request, by)) continue;
    Finding& finding = sink.at(*list.policy, token.span);
    finding.arguments = {std::string(token.text), platform.empty() ? "" : " at " + std::string(platform), url};
    offer_fix(finding, "Remove this source", Applicability::Suggestion,
              remove_tokens(*list.policy, *list.directive, {&token}));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-public-suffix",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may come from hosts that anybody can register",
        .message = "{0} covers hosts that anybody can register{1}: a script from {2} may load.",
        .several = "{0} sources cover hosts that anybody can register: {1}.",
        .why = "A wildcard such as *.com or *.github.io covers more than your own hosts. The "
               "attacker registers a host under the suffix, and the policy trusts it as much as "
               "yours.",
        .advice = "Name the exact hosts, for example https://your-project.github.io instead of "
                  "https://*.github.io, or trust scripts by nonce or hash.",
        .references = {"https://publicsuffix.org/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#host-source"},
        .bad = "script-src 'self' https://*.github.io",
        .good = "script-src 'self' https://your-project.github.io",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_public_suffix
