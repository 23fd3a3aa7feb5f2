// What becomes of a response's policies: which is rewritten, and how it is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/harden.hpp"

namespace headstrong::hardening {

using Policies = std::vector<const csp::Policy*>;

/// How the rewritten policy is sent.
enum class Sending : std::uint8_t {
  Enforce,
  ReportFirst,  // reported, beside enforced ones that are safe nearly everywhere
  ReportOnly,   // reported; what is enforced stays as it is
  Both,         // enforced, and a stricter one reported
};

struct PolicyPlan {
  Sending sending = Sending::Enforce;
  const csp::Policy* base = nullptr;      // the policy that is rewritten; null where there is none
  const csp::Policy* next = nullptr;      // a reported one that becomes the next step
  const csp::Policy* replaced = nullptr;  // a reported one that gives way
  bool base_is_reported = false;
  bool known = false;  // an enforced policy says which scripts may run
};

/// What is reported already is the best guess at what the site needs, where nothing that is enforced says which
/// scripts may run. Without a choice, that much is not enforced anew.
PolicyPlan plan_policies(const Policies& enforced, const Policies& reported, std::optional<Reporting> reporting);

/// Whether the policy has a list that decides about scripts.
bool limits_scripts(const csp::Policy& policy);

}  // namespace headstrong::hardening
