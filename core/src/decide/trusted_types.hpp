// Trusted Types as a policy asks for them (csp.md section 9).
#pragma once

#include <string_view>

#include "decide/match_inline.hpp"

namespace headstrong::decide {

/// Whether this require-trusted-types-for directive names 'script', the only member it has.
bool requires_trusted_script(const csp::Policy& policy, const csp::Directive& directive,
                             const ProfileTraits& traits);
/// Whether an enforced policy of the set does.
bool requires_trusted_types(const PolicySet& set, const ProfileTraits& traits);

/// Whether 'trusted-types-eval' works the other way round: eval runs every string, and no
/// TrustedScript.
bool eval_takes_strings(const PolicySet& set, const ProfileTraits& traits);
/// Whether a first policy called `name` may be created under this trusted-types directive; `source`
/// receives the token that lets it.
bool may_create_policy(const ListView& directive, std::string_view name,
                       const csp::SourceExpression*& source);

}  // namespace headstrong::decide
