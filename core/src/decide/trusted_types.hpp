// Trusted Types as a policy asks for them (core/docs/csp.md section 9).
#pragma once

#include <string_view>

#include "decide/match_inline.hpp"

namespace headstrong::decide {

/// Whether this require-trusted-types-for directive names 'script', the only member it has.
bool requires_trusted_script(const csp::Policy& policy, const csp::Directive& directive, const ProfileTraits& traits);
/// Whether an enforced policy of the set does.
bool requires_trusted_types(const PolicySet& set, const ProfileTraits& traits);

/// What a list that governs eval is asked for.
enum class EvalRule : std::uint8_t {
  UnsafeWord,   // 'unsafe-eval'
  EitherWord,   // that or 'trusted-types-eval'
  TypesWord,    // 'trusted-types-eval' alone
  NoTypesWord,  // not to have 'trusted-types-eval'
  Anything
};
/// The rule for all enforced lists of the set.
EvalRule eval_rule(const PolicySet& set, const Request& request, const ProfileTraits& traits);

/// Whether a first policy called `name` may be created under this trusted-types directive; `source`
/// receives the token that lets it.
bool may_create_policy(const ListView& directive, std::string_view name, const csp::SourceExpression*& source);

}  // namespace headstrong::decide
