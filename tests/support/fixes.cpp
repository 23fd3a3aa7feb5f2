#include "support/fixes.hpp"

#include <algorithm>
#include <map>

#include "support/dump.hpp"
#include "support/edits.hpp"

namespace headstrong::testing {
namespace fixes_detail {

std::size_t times_raised(const Report& report, std::string_view rule) {
  return static_cast<std::size_t>(
      std::count_if(report.findings.begin(), report.findings.end(),
                    [&](const Finding& finding) { return finding.rule->id == rule; }));
}

std::map<std::string_view, int> syntax_findings(const Report& report) {
  std::map<std::string_view, int> counts;
  for (const Finding& finding : report.findings) {
    if (finding.rule->category == Category::Syntax) ++counts[finding.rule->id];
  }
  return counts;
}

std::string new_syntax_finding(const Report& before, const Report& after) {
  std::map<std::string_view, int> had = syntax_findings(before);
  for (const auto& [rule, count] : syntax_findings(after)) {
    if (count > had[rule]) return std::string(rule);
  }
  return {};
}

}  // namespace fixes_detail
using namespace fixes_detail;

Report judge_paste(std::string_view text) { return analyze(text); }
Report judge_policy(std::string_view text) { return analyze_policy(text); }

std::optional<int> score_of(const Report& report, std::string_view protection) {
  for (const ProtectionGrade& grade : report.grade.protections) {
    if (grade.id == protection) return grade.score;
  }
  return std::nullopt;
}

std::string lowered_score(const Report& before, const Report& after) {
  const auto words = [](std::string_view what, int from, int to) {
    return std::string(what) + " falls from " + std::to_string(from) + " to " + std::to_string(to);
  };
  for (const ProtectionGrade& grade : before.grade.protections) {
    const std::optional<int> score = score_of(after, grade.id);
    if (grade.score && score && *score < *grade.score) return words(grade.id, *grade.score, *score);
  }
  const std::optional<int> headline = before.grade.score;
  if (headline && after.grade.score && *after.grade.score < *headline) {
    return words("the headline", *headline, *after.grade.score);
  }
  return {};
}

std::string fault_of_fix(const Report& before, const Finding& finding, Judge judge) {
  if (!finding.fix || finding.fix->applicability == Applicability::DisplayOnly) return {};
  const std::string_view rule = finding.rule->id;
  std::string fault = fault_of(*finding.fix, before.source);
  std::string text;
  if (fault.empty()) {
    text = apply(*finding.fix, before.source);
    const Report after = judge(text);
    if (times_raised(after, rule) >= times_raised(before, rule)) fault = "the finding stays";
    if (fault.empty()) {
      const std::string syntax = new_syntax_finding(before, after);
      if (!syntax.empty()) fault = "raises " + syntax;
    }
    if (fault.empty()) fault = lowered_score(before, after);
  }
  if (fault.empty()) return {};
  return std::string(rule) + ", fix \"" + std::string(finding.fix->title) + "\": " + fault +
         "\n  before: " + testing::quoted(before.source) + "\n  after:  " + testing::quoted(text);
}

}  // namespace headstrong::testing
