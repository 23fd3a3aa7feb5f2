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

/// Two sets of policies of one page.
struct Pair {
  const PolicySet& before;
  const PolicySet& after;
};

/// Every witness was asked of the engine under both. With `unsaid`, the same sets but for something
/// that is said elsewhere, only what changes between those as well gets a witness.
PolicyComparison compare_policies(const Pair& sets, const Pair* unsaid = nullptr);

}  // namespace headstrong::decide
