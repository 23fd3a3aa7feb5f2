// What the sandbox directive takes away (core/docs/csp.md section 8).
#pragma once

#include "decide/engine.hpp"

namespace headstrong::decide {

/// Blocked where the enforced policies' sandbox directive forbids what the request needs: scripts
/// or forms.
PolicyDecision decide_sandbox(const PolicySet& set, const PreparedRequest& request, const ProfileTraits& traits);

/// The flag whose lack in the directive blocks the request.
std::string_view missing_flag(const csp::Policy& policy, const csp::Directive& directive,
                              const PreparedRequest& request);

/// Whether an enforced policy's sandbox directive takes the page's origin away.
bool has_opaque_origin(const PolicySet& set, const ProfileTraits& traits);

/// Whether another policy is read after the one that does: the enforced ones of the header are read
/// first, then those that only report, then those of meta elements.
bool origin_goes_early(const PolicySet& set, const ProfileTraits& traits);

}  // namespace headstrong::decide
