// What the sandbox directive takes away (csp.md section 8).
#pragma once

#include "decide/engine.hpp"

namespace headstrong::decide {

/// Blocked where the enforced policies' sandbox directive forbids what the request needs: scripts or
/// forms.
PolicyDecision decide_sandbox(const PolicySet& set, const PreparedRequest& request,
                              const ProfileTraits& traits);

}  // namespace headstrong::decide
