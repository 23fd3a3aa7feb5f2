#include "decide/sandbox.hpp"

#include "text/ascii.hpp"

namespace headstrong::decide {
namespace sandbox_detail {

/// The token without which the request cannot happen; empty where sandboxing does not matter to it.
std::string_view needed_token(RequestType type) {
  switch (type) {
    case RequestType::Script:
    case RequestType::InlineScript:
    case RequestType::ScriptAttribute:
    case RequestType::JavaScriptUrl:
    case RequestType::Eval:
    case RequestType::WasmEval: return "allow-scripts";
    case RequestType::FormAction: return "allow-forms";
    default: return {};
  }
}

}  // namespace sandbox_detail

PolicyDecision decide_sandbox(const PolicySet& set, const PreparedRequest& request,
                              const ProfileTraits& traits) {
  PolicyDecision decision;
  const std::string_view needed = sandbox_detail::needed_token(request.type());
  if (needed.empty()) return decision;
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) == 0) continue;
    if (policy.policy->disposition != csp::Disposition::Enforce) continue;
    const ActiveDirective* directive =
        set.find(policy, csp::DirectiveName::Sandbox, traits.bit());
    if (directive == nullptr) continue;
    // The last policy's directive replaces what an earlier one said, unless they add up.
    if (!decision.allowed && traits.has(Difference::SandboxesAddUp)) return decision;
    decision = {};
    decision.effective = csp::DirectiveName::Sandbox;
    decision.policy = policy.policy;
    decision.directive = &policy.policy->directives[directive->index];
    decision.allowed = false;
    for (const csp::SourceExpression& token : policy.policy->tokens_of(*decision.directive)) {
      if (!text::iequals(token.text, needed)) continue;
      decision.allowed = true;
      decision.source = &token;
    }
  }
  return decision;
}

}  // namespace headstrong::decide
