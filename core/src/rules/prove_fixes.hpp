// Repairs are proved before they are offered: what a policy was meant to say may hold faults that did
// not count before, or let through what was blocked.
#pragma once

#include <vector>

#include "headstrong/report.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules {

/// Of the fixes that say so (`Fix::repairs_policy`) those stay suggestions with which the policies still
/// block every attempt that they block now, and with which the text raises no rule of weight, and none
/// about syntax, that it does not raise now; the others are shown only. `findings` are those of
/// `context`; they are what the changed text is held against.
void prove_fixes(const Context& context, std::vector<Finding>& findings);

}  // namespace headstrong::rules
