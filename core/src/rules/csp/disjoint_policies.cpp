#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_disjoint_policies {

using namespace csp_rules;

constexpr int kMostTokens = 32;  // each is put to every policy

bool is_address(const csp::SourceExpression& token) {
  return token.kind == csp::SourceKind::Host && csp::fault_of(token) == TokenFault::None;
}

/// Whether some source of the list is allowed by all policies together; also where that cannot be
/// told from addresses.
bool overlaps(const Context& context, const csp::Policy& policy, const csp::Directive& directive) {
  int tried = 0;
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (token.is(csp::Keyword::None) || token.is(csp::Keyword::Self)) continue;
    if (!is_address(token)) return true;
    if (++tried > kMostTokens) return true;
    const std::string url =
        token.host().front() == '*' ? attackers_address(token) : address_on(token, token.host());
    decide::Request request;
    request.type = decide::RequestType::Script;
    request.url = url;
    decide::PolicyDecision by;
    if (allowed_somewhere(context, request, by)) return true;
  }
  return tried == 0;
}

/// The list for script elements that the policy has.
const csp::Directive* script_list_of(const csp::Policy& policy) {
  for (const csp::DirectiveName name :
       {csp::DirectiveName::ScriptSrcElem, csp::DirectiveName::ScriptSrc,
        csp::DirectiveName::DefaultSrc}) {
    const csp::Directive* directive = policy.find(name);
    if (directive != nullptr) return directive;
  }
  return nullptr;
}

void check(const Context& context, Sink& sink) {
  const std::vector<csp::Policy>& policies = context.response.policies;
  if (policies.size() < 2 || context.reach.allowed(Attempt::SelfScript)) return;
  const csp::Policy* first = nullptr;
  int lists = 0;
  constexpr int kMostPolicies = 16;
  for (const csp::Policy& policy : policies) {
    if (!is_enforced(policy)) continue;
    const csp::Directive* directive = script_list_of(policy);
    if (directive == nullptr) continue;
    if (++lists > kMostPolicies || overlaps(context, policy, *directive)) return;
    if (first == nullptr) first = &policy;
  }
  if (lists < 2) return;
  const csp::Directive* directive = script_list_of(*first);
  sink.at(*first, directive->span).arguments = {std::string(directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/disjoint-policies",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Several policies leave no script that all of them allow",
        .message = "Every script source of {0} is blocked by another policy of the response.",
        .why = "Each policy is enforced by itself, and a script runs only if all of them "
               "allow it. Two lists without a common source block every script, which is "
               "seldom meant.",
        .advice = "Send one policy, or make the lists overlap.",
        .references = {"https://www.w3.org/TR/CSP3/#multiple-policies"},
        .bad = "script-src https://a.site.example, script-src https://b.site.example",
        .good = "script-src https://a.site.example, script-src https://a.site.example "
                "https://b.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_disjoint_policies
