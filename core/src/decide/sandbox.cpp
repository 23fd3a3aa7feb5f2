#include "decide/sandbox.hpp"

#include <array>
#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::decide {
namespace sandbox_detail {

constexpr std::string_view kAllowScripts = "allow-scripts";

/// The tokens without which the request cannot happen; empty where sandboxing does not matter to
/// it. A worker is started by a script, and of the page's own origin, which a sandboxed page has
/// none of (HTML, "Worker"): only a data: or blob: URL is left to it.
using Needed = std::array<std::string_view, 2>;
Needed needed_tokens(const PreparedRequest& request) {
  switch (request.type()) {
    case RequestType::Script:
    case RequestType::InlineScript:
    case RequestType::ScriptAttribute:
    case RequestType::JavaScriptUrl:
    case RequestType::Eval:
    case RequestType::WasmEval: return {kAllowScripts};
    case RequestType::Worker:
    case RequestType::SharedWorker:
    case RequestType::ServiceWorker:
      if (!request.url().has_host()) return {kAllowScripts};
      return {kAllowScripts, "allow-same-origin"};
    case RequestType::FormAction: return {"allow-forms"};
    default: return {};
  }
}

/// The last of the directive's tokens that is needed; null where one is missing.
const csp::SourceExpression* grants(const csp::Policy& policy, const csp::Directive& directive, const Needed& needed) {
  const csp::SourceExpression* found = nullptr;
  for (const std::string_view name : needed) {
    if (name.empty()) break;
    const csp::SourceExpression* here = nullptr;
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (text::iequals(token.text, name)) here = &token;
    }
    if (here == nullptr) return nullptr;
    found = here;
  }
  return found;
}

/// When a policy is read, by how it came.
int turn_of(const csp::Policy& policy) {
  if (policy.delivery == csp::Delivery::Meta) return 2;
  return policy.disposition == csp::Disposition::Enforce ? 0 : 1;
}

bool takes_origin(const PolicySet& set, const ActivePolicy& policy, const ProfileTraits& traits) {
  if ((policy.used_in & traits.bit()) == 0 || turn_of(*policy.policy) != 0) return false;
  const ActiveDirective* directive = set.find(policy, csp::DirectiveName::Sandbox, traits.bit());
  return directive != nullptr &&
         grants(*policy.policy, policy.policy->directives[directive->index], {"allow-same-origin"}) == nullptr;
}

}  // namespace sandbox_detail

std::string_view missing_flag(const csp::Policy& policy, const csp::Directive& directive,
                              const PreparedRequest& request) {
  for (const std::string_view name : sandbox_detail::needed_tokens(request)) {
    if (!name.empty() && sandbox_detail::grants(policy, directive, {name}) == nullptr) return name;
  }
  return {};
}

bool has_opaque_origin(const PolicySet& set, const ProfileTraits& traits) {
  if (!set.mentions(csp::DirectiveName::Sandbox)) return false;
  for (const ActivePolicy& policy : set.policies()) {
    if (sandbox_detail::takes_origin(set, policy, traits)) return true;
  }
  return false;
}

bool origin_goes_early(const PolicySet& set, const ProfileTraits& traits) {
  if (!set.mentions(csp::DirectiveName::Sandbox)) return false;
  bool gone = false;
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) == 0) continue;
    if (gone) return true;
    gone = sandbox_detail::takes_origin(set, policy, traits);
  }
  if (!gone) return false;
  // It is the last: any policy of a later turn that stands before it is still read after it.
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) != 0 && sandbox_detail::turn_of(*policy.policy) > 0) return true;
  }
  return false;
}

PolicyDecision decide_sandbox(const PolicySet& set, const PreparedRequest& request, const ProfileTraits& traits) {
  PolicyDecision decision;
  if (!set.mentions(csp::DirectiveName::Sandbox)) return decision;
  const sandbox_detail::Needed needed = sandbox_detail::needed_tokens(request);
  if (needed.front().empty()) return decision;
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) == 0) continue;
    if (policy.policy->disposition != csp::Disposition::Enforce) continue;
    const ActiveDirective* directive = set.find(policy, csp::DirectiveName::Sandbox, traits.bit());
    if (directive == nullptr) continue;
    // The last policy's directive replaces what an earlier one said, unless they add up.
    if (!decision.allowed && traits.has(Difference::SandboxesAddUp)) return decision;
    decision = {};
    decision.effective = csp::DirectiveName::Sandbox;
    decision.policy = policy.policy;
    decision.directive = &policy.policy->directives[directive->index];
    decision.source = sandbox_detail::grants(*policy.policy, *decision.directive, needed);
    decision.allowed = decision.source != nullptr;
  }
  return decision;
}

}  // namespace headstrong::decide
