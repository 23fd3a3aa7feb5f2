#include "harden/policy_plan.hpp"

#include <algorithm>

#include "decide/attack_surface.hpp"

namespace headstrong::hardening {
namespace policy_plan_detail {

using csp::DirectiveName;

bool any_limits_scripts(const Policies& policies) {
  return std::any_of(policies.begin(), policies.end(),
                     [](const csp::Policy* policy) { return limits_scripts(*policy); });
}

/// Of several policies the first that limits scripts is rewritten; null where there is none at all.
const csp::Policy* main_policy(const Policies& policies) {
  for (const csp::Policy* policy : policies) {
    if (limits_scripts(*policy)) return policy;
  }
  return policies.empty() ? nullptr : policies.front();
}

/// Whether scripts of an attacker run under the policy that the enforced ones stop.
bool lets_in_more(const csp::Policy& trial, const Policies& enforced) {
  decide::PolicySet now;
  for (const csp::Policy* policy : enforced) now.add(*policy);
  decide::PolicySet then;
  then.add(decide::PolicyText{trial.text});
  const decide::AttackSurface attacks(now);
  const decide::AttackSurface attacks_then(then);
  using decide::Attack;
  for (const Attack attack : {Attack::InlineScript, Attack::ScriptAttribute, Attack::HttpsScript, Attack::HttpScript,
                              Attack::DataScript, Attack::BlobScript, Attack::Eval, Attack::StringSink}) {
    if (attacks_then.allowed(attack) && !attacks.allowed(attack)) return true;
  }
  return false;
}

Sending sending_for(std::optional<Reporting> reporting, bool known) {
  if (!reporting) return known ? Sending::Enforce : Sending::ReportFirst;
  switch (*reporting) {
    case Reporting::None: return Sending::Enforce;
    case Reporting::Both: return Sending::Both;
    case Reporting::ReportOnly: break;
  }
  return Sending::ReportOnly;
}

}  // namespace policy_plan_detail

bool limits_scripts(const csp::Policy& policy) {
  return policy.find(csp::DirectiveName::ScriptSrc) != nullptr ||
         policy.find(csp::DirectiveName::ScriptSrcElem) != nullptr ||
         policy.find(csp::DirectiveName::DefaultSrc) != nullptr;
}

PolicyPlan plan_policies(const Policies& enforced, const Policies& reported, std::optional<Reporting> reporting) {
  using namespace policy_plan_detail;
  PolicyPlan plan;
  plan.known = any_limits_scripts(enforced);
  plan.sending = sending_for(reporting, plan.known);
  const bool from_reported = !plan.known && (any_limits_scripts(reported) || enforced.empty());
  plan.base = main_policy(from_reported ? reported : enforced);
  plan.base_is_reported = from_reported && plan.base != nullptr;
  if (plan.base_is_reported || (plan.sending != Sending::ReportOnly && plan.sending != Sending::Both)) return plan;
  // What is reported beside the enforced policy is the site's own next step, unless it lets in more.
  const csp::Policy* trial = main_policy(reported);
  if (trial == nullptr || !limits_scripts(*trial)) return plan;
  if (lets_in_more(*trial, enforced)) {
    plan.replaced = trial;
  } else if (plan.sending == Sending::ReportOnly) {
    plan.base = trial;
    plan.base_is_reported = true;
  } else {
    plan.next = trial;
  }
  return plan;
}

}  // namespace headstrong::hardening
