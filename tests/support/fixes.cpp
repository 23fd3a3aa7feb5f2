#include "support/fixes.hpp"

#include <algorithm>
#include <map>

#include "support/dump.hpp"
#include "support/edits.hpp"

namespace headstrong::testing {
namespace fixes_detail {

std::size_t times_raised(const Report& report, std::string_view rule) {
  std::size_t times = 0;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule) times += std::max<std::size_t>(1, finding.places.size());
  }
  return times;
}

std::map<std::string_view, int> syntax_findings(const Report& report) {
  std::map<std::string_view, int> counts;
  for (const Finding& finding : report.findings) {
    const auto places = static_cast<int>(std::max<std::size_t>(1, finding.places.size()));
    if (finding.rule->category == Category::Syntax) counts[finding.rule->id] += places;
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

namespace fixes_detail {

std::string fault_of_edits(const Report& before, const Finding& finding, const Fix& fix, Judge judge) {
  const std::string_view rule = finding.rule->id;
  std::string fault = fault_of(fix, before.source);
  std::string text;
  if (fault.empty()) {
    text = apply(fix, before.source);
    const Report after = judge(text);
    if (times_raised(after, rule) >= times_raised(before, rule)) fault = "the finding stays";
    if (fault.empty()) {
      const std::string syntax = new_syntax_finding(before, after);
      if (!syntax.empty()) fault = "raises " + syntax;
    }
    if (fault.empty()) fault = lowered_score(before, after);
  }
  if (fault.empty()) return {};
  return std::string(rule) + ", fix \"" + std::string(fix.title) + "\": " + fault +
         "\n  before: " + testing::quoted(before.source) + "\n  after:  " + testing::quoted(text);
}

}  // namespace fixes_detail
using namespace fixes_detail;

std::string fault_of_fix(const Report& before, const Finding& finding, Judge judge) {
  if (finding.fix && finding.fix->applicability != Applicability::DisplayOnly) {
    std::string fault = fault_of_edits(before, finding, *finding.fix, judge);
    if (!fault.empty()) return fault;
  }
  // Of many places the first and the last stand for the others.
  for (std::size_t i = 0; i < finding.places.size(); i += std::max<std::size_t>(1, finding.places.size() - 1)) {
    if (finding.places[i].edits.empty()) continue;
    Fix one;
    one.title = "one place";
    one.edits = finding.places[i].edits;
    std::string fault = fault_of_edits(before, finding, one, judge);
    if (!fault.empty()) return fault;
  }
  return {};
}

}  // namespace headstrong::testing
