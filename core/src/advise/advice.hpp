// What helps a blocked request beside a change of the policies.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/remedies.hpp"

namespace headstrong::advise {

/// The verdict of a request under the policies that the advice is about; false where there is none.
using Ask = std::function<bool(const decide::Request&, decide::Verdict&)>;

/// Whether it helps is asked of the engine, so that no list other than the one that decides, in the browsers
/// that block, has a say. `remedies`: how many changes of the policies are offered.
std::optional<Advice> advice_for(const std::vector<csp::Policy>& policies, const Ask& ask,
                                 const decide::Verdict& verdict, const decide::Request& request, std::size_t remedies);

}  // namespace headstrong::advise
