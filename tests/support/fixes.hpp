// What every offered fix promises.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"
#include "headstrong/report.hpp"

namespace headstrong::testing {

/// How a text is judged: as a paste of any kind, or as one policy.
using Judge = Report (*)(std::string_view text);
Report judge_paste(std::string_view text);
Report judge_policy(std::string_view text);

/// The score of a protection; nothing where the input cannot tell, or there is no such protection.
std::optional<int> score_of(const Report& report, std::string_view protection);

/// Which score of `after` is below that of `before`; empty where none is. A protection that only one
/// of them can judge is left out.
std::string lowered_score(const Report& before, const Report& after);

/// What is wrong with the fix of `finding`, which `before` holds; empty where nothing is, or there is
/// no fix that a program would apply. Right is: the edits apply, the rule is raised less often, no
/// syntax fault is new, no score falls.
std::string fault_of_fix(const Report& before, const Finding& finding, Judge judge);

}  // namespace headstrong::testing
