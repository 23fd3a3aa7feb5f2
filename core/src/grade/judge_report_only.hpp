// What a policy that only reports would be worth.
#pragma once

#include "decide/page.hpp"
#include "grade/try_fixes.hpp"

namespace headstrong::grade {

/// Judges the response again as if its report-only policies were enforced, and adds what that would make of
/// scripts as a finding, which costs nothing. Adds none where it would change nothing beside an enforced policy.
void judge_report_only(const decide::Page& page, Judgement& judgement);

}  // namespace headstrong::grade
