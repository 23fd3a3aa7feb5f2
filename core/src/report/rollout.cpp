#include "headstrong/rollout.hpp"

#include <algorithm>

#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "report/json_writer.hpp"

namespace headstrong {
namespace rollout_detail {

/// Longer than any row of backticks in the text, so that nothing in it ends the block.
std::string fence_around(std::string_view text) {
  std::size_t longest = 2;
  std::size_t row = 0;
  for (const char c : text) {
    row = c == '`' ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  return std::string(longest + 1, '`');
}

/// The lines of the headers that are new at this step.
std::string new_lines(const RolloutStep& step) {
  std::string lines;
  for (const Header& header : step.headers) {
    if (std::find(step.changed.begin(), step.changed.end(), header.name) == step.changed.end()) continue;
    lines += shown(header.name + ": " + header.value) + "\n";
  }
  return lines;
}

/// The enforced policy that stays as it is beside a new one that only reports: left out, it would read as given up.
std::string kept_lines(const RolloutStep& step) {
  constexpr std::string_view kPolicy = "Content-Security-Policy";
  constexpr std::string_view kReportOnly = "Content-Security-Policy-Report-Only";
  const auto is_new = [&](std::string_view name) {
    return std::find(step.changed.begin(), step.changed.end(), name) != step.changed.end();
  };
  std::string lines;
  if (!is_new(kReportOnly) || is_new(kPolicy)) return lines;
  for (const Header& header : step.headers) {
    if (header.name == kPolicy) lines += shown(header.name + ": " + header.value) + "\n";
  }
  return lines;
}

/// The same for a name of which nothing is sent any more.
std::string gone_line(const RolloutStep& step) {
  for (const std::string& name : step.changed) {
    const bool sent = std::any_of(step.headers.begin(), step.headers.end(),
                                  [&](const Header& header) { return header.name == name; });
    if (!sent) return "Remove " + name + ".\n\n";
  }
  return {};
}

struct PlanWithDocument {
  const Rollout& plan;
  std::string markdown;
};
template <class V>
void fields(V& v, const PlanWithDocument& both) {
  fields(v, both.plan);
  v("markdown", both.markdown);
}

}  // namespace rollout_detail

std::string to_markdown(const Rollout& plan) {
  std::string out = "# Rollout of security headers\n\n";
  if (plan.steps.empty()) return out + "Nothing to roll out: the response already sends all of it.\n";
  out += "Grade: " + std::string(plan.grade.now) + " after the first step, " + std::string(plan.grade.enforced) +
         " after the last. Each date is the earliest: go on only when everything above it is ticked.\n";
  for (const RolloutStep& step : plan.steps) {
    const std::string when = step.date.empty() ? "Day " + std::to_string(step.day) : step.date;
    out += "\n## " + when + ": " + step.title + "\n\n" + step.why + "\n\n";
    for (const std::string& task : step.tasks) out += "- [ ] " + shown(task) + "\n";
    const std::string gone = rollout_detail::gone_line(step);
    if (!gone.empty()) out += "\n" + gone;
    const std::string lines = rollout_detail::new_lines(step);
    if (lines.empty()) continue;
    if (gone.empty()) out += '\n';
    const std::string fence = rollout_detail::fence_around(lines);
    out += "Send from now on:\n\n" + fence + "http\n" + lines + fence + "\n";
    const std::string kept = rollout_detail::kept_lines(step);
    if (kept.empty()) continue;
    const std::string around = rollout_detail::fence_around(kept);
    out += "\nKeep sending:\n\n" + around + "http\n" + kept + around + "\n";
  }
  return out;
}

std::string to_json(const Rollout& plan) {
  if (!plan.error.empty()) return error_json(plan.error);
  return report::json_of(rollout_detail::PlanWithDocument{plan, to_markdown(plan)});
}

}  // namespace headstrong
