// The directives whose lists decide about a type of request.
#pragma once

#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/decide.hpp"

namespace headstrong::advise {

/// Nearest first: the first is what a violation names, the others stand in where it is absent.
std::vector<csp::DirectiveName> deciding_lists(decide::RequestType type);

/// The directive of that name that counts in `policy`: the first one; null where there is none.
inline const csp::Directive* list_of(const csp::Policy& policy, csp::DirectiveName name) {
  return policy.names.has(name) ? policy.find(name) : nullptr;
}

}  // namespace headstrong::advise
