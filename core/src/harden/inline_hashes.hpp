// Hashes of a page's inline code in its policy, and what is said of them.
#pragma once

#include <string>

#include "harden/harden_policy.hpp"
#include "harden/inline_code.hpp"
#include "harden/policy_draft.hpp"
#include "harden/policy_plan.hpp"
#include "headstrong/harden.hpp"

namespace headstrong::hardening {

/// Takes the hashes of the page's inline code into the choices, and says what has none. `charset` is that of
/// Content-Type in lower case (empty: none), `before` the policy as it is.
void hash_inline_code(const PageCode& page, HashAlgorithm algorithm, const std::string& charset, PolicyDraft& before,
                      PolicyChoices& choices, const Log& log);

/// Points at hashes of the policies that were made of the code in another form than browsers see.
void explain_wrong_hashes(const PageCode& page, const Policies& enforced, const Policies& reported, const Log& log);

/// Which of the hashes the policy got, and what that costs.
void say_of_hashes(const PolicyChoices& choices, PolicyDraft& before, PolicyDraft& after, const Log& log);

/// What of the page's inline code the policy stops.
void say_of_inline_code(const PageCode& page, Inline inline_scripts, const Log& log);

}  // namespace headstrong::hardening
