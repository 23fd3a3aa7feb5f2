// The policies of a response as the report lists them.
#pragma once

#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/report.hpp"

namespace headstrong::report {

/// At most this many directives and values are listed; the policy's text is there in any case.
inline constexpr std::size_t kMaxListed = 4000;

std::vector<PolicySummary> list_policies(const std::vector<csp::Policy>& policies);

}  // namespace headstrong::report
