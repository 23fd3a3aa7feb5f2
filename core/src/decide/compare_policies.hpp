// Which requests a change of policies newly allows and blocks.
#pragma once

#include <vector>

#include "decide/policy_set.hpp"
#include "headstrong/compare.hpp"

namespace headstrong::decide {

struct PolicyComparison {
  std::vector<Witness> witnesses;  // weightiest first
  bool incomplete = false;
};

/// Both sets are of one page. Every witness was asked of the engine under both.
PolicyComparison compare_policies(const PolicySet& before, const PolicySet& after);

}  // namespace headstrong::decide
