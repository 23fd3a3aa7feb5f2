#include "decide/trusted_types.hpp"

#include "text/ascii.hpp"

namespace headstrong::decide {

bool requires_trusted_script(const ListView& directive) {
  for (const csp::SourceExpression& token :
       directive.policy.policy->tokens_of(directive.written())) {
    if (token.text == "'script'") return true;
  }
  return false;
}

bool requires_trusted_types(const PolicySet& set, const ProfileTraits& traits) {
  for (const ActivePolicy& policy : set.policies()) {
    if ((policy.used_in & traits.bit()) == 0) continue;
    if (policy.policy->disposition != csp::Disposition::Enforce) continue;
    const ActiveDirective* directive =
        set.find(policy, csp::DirectiveName::RequireTrustedTypesFor, traits.bit());
    if (directive != nullptr && requires_trusted_script({set, policy, *directive, traits})) {
      return true;
    }
  }
  return false;
}

bool may_create_policy(const ListView& directive, std::string_view name,
                       const csp::SourceExpression*& source) {
  for (const csp::SourceExpression& token :
       directive.policy.policy->tokens_of(directive.written())) {
    if (token.text == "*" || token.text == name) {
      source = &token;
      return true;
    }
  }
  return false;
}

}  // namespace headstrong::decide
