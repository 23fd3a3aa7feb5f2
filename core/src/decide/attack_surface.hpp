// How far someone gets who can put markup into the page, or invite its visitors to another site:
// facts about effect that several rules and the grade need, each answered by `decide`.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>

#include "decide/attack.hpp"
#include "decide/engine.hpp"
#include "decide/policy_set.hpp"
#include "decide/surface_lookup.hpp"

namespace headstrong::decide {

/// The answers for one page under its enforced policies (and X-Frame-Options) together. An attack
/// counts as allowed where any of the browsers allows it. Each answer is found when it is first
/// asked for, and kept: not for two threads at once. The policies must outlive it.
class AttackSurface {
 public:
  /// How answers are found: from the facts of lists, and from `decide` where these can't tell; or from
  /// `decide` alone, for tests that compare.
  enum class Way : std::uint8_t { FactsFirst, DecideOnly };
  explicit AttackSurface(const PolicySet& policies, Way way = Way::FactsFirst)
      : policies_(&policies), lookup_(way == Way::FactsFirst && may_look_up(policies)) {}

  bool allowed(Attack attack) const { return answer(attack).allowed; }
  /// What decided in the first browser that allows it: the first enforced policy with a say and the
  /// source expression that matched. Where all block it, the policy that blocks in Chromium.
  const PolicyDecision& by(Attack attack) const { return answer(attack).by; }
  /// Whether some browsers allow it and others do not.
  bool differs(Attack attack) const;
  /// Whether an attacker's script runs: inline, or from an address that anybody can serve.
  bool attacker_script() const {
    return allowed(Attack::InlineScript) || allowed(Attack::ScriptAttribute) || allowed(Attack::HttpsScript) ||
           allowed(Attack::HttpScript) || allowed(Attack::DataScript);
  }

 private:
  struct Answer {
    bool allowed = true;
    PolicyDecision by;
  };
  const Answer& answer(Attack attack) const {
    const auto index = static_cast<std::size_t>(attack);
    if (!known_[index]) {
      answers_[index] = find_answer(attack);
      known_[index] = true;
    }
    return answers_[index];
  }
  Answer find_answer(Attack attack) const;
  Answer ask_decide(Attack attack) const;

  const PolicySet* policies_;
  bool lookup_;
  mutable std::array<Answer, kAttackCount> answers_;
  mutable std::bitset<kAttackCount> known_;
};

}  // namespace headstrong::decide
