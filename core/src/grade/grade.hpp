// From findings to letters (design section 4). The weights stand in rubric.def, apart from the rules.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "headstrong/report.hpp"
#include "model/response_model.hpp"

namespace headstrong::grade {

inline constexpr int kRubricVersion =
#define HEADSTRONG_RUBRIC(version) version;
#include "grade/rubric.def"
#undef HEADSTRONG_RUBRIC

    enum class Protection : std::uint8_t {
#define HEADSTRONG_PROTECTION(protection, id, weight, cap) protection,
#include "grade/rubric.def"
#undef HEADSTRONG_PROTECTION
    };
inline constexpr std::size_t kProtectionCount = 0
#define HEADSTRONG_PROTECTION(protection, id, weight, cap) +1
#include "grade/rubric.def"
#undef HEADSTRONG_PROTECTION
    ;

/// Below this a protection counts as broken.
inline constexpr int kBroken =
#define HEADSTRONG_BROKEN(score) score;
#include "grade/rubric.def"
#undef HEADSTRONG_BROKEN

    /// "scripts", "framing" ...
    std::string_view id_of(Protection protection);

struct RubricEntry {
  std::string_view rule;
  Protection protection = Protection::Scripts;
  int points = 0;  // of 100, taken once however often the rule is raised
};
/// Every deduction there is.
const std::vector<RubricEntry>& rubric();

/// The most that the headline can be beside a finding of that severity; 100: no cap.
int headline_cap_of(Severity severity);

/// The most that the headline can be while the protection of that id has so little left; 100: no cap.
int cap_while_broken(std::string_view protection, int score);

/// The letter of a score from 0 to 100.
std::string_view letter_of(int score);

/// The grade of an input in which there is no response: neither a protection nor the whole has a letter.
Grade nothing_to_grade();

/// `summaries`: whether each protection gets its sentence.
Grade grade(const std::vector<Finding>& findings, const model::ResponseModel& response, bool summaries = true);

/// Within a severity, what costs the headline most comes first; of those that cost the same the order stays.
void order_by_weight(std::vector<Finding>& findings, const Grade& grade);

/// The fewest rules, as far as one step after another finds them, without whose deductions the headline
/// would have the next better letter. Nothing where there is no letter, or no better one.
std::optional<NextLetter> next_letter(const Grade& grade);

}  // namespace headstrong::grade
