// Most of the attack surface, read off the facts of the lists without asking `decide` about a request.
#pragma once

#include "decide/attack.hpp"
#include "decide/differences.hpp"
#include "decide/engine.hpp"
#include "decide/policy_set.hpp"

namespace headstrong::decide {

/// Whether facts can tell anything of these policies: of a usual page, without a sandbox, and read in
/// one way by each browser.
bool may_look_up(const PolicySet& set);

/// The decision on `attack` in one browser, the same that `decide` would come to. False where facts
/// can't tell: then `decision` means nothing. Only for sets that `may_look_up`.
bool look_up(const PolicySet& set, Attack attack, const ProfileTraits& traits, Decision& decision);

}  // namespace headstrong::decide
