#include "grade/judge_report_only.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decide/attack_surface.hpp"
#include "grade/grade.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::grade {
namespace judge_report_only_detail {

constexpr std::string_view kWeak = "csp/report-only-weak";
constexpr std::string_view kAlone = "csp/report-only-alone";
constexpr std::string_view kReady = "csp/report-only-ready";

bool is_reported(const csp::Policy& policy) { return policy.disposition == csp::Disposition::Report; }

const RuleInfo* rule_of(std::string_view id) {
  const auto& rules = rule_catalogue();
  const auto found = std::lower_bound(rules.begin(), rules.end(), id,
                                      [](const RuleInfo* rule, std::string_view wanted) { return rule->id < wanted; });
  return found == rules.end() || (*found)->id != id ? nullptr : *found;
}

std::optional<int> score_of_scripts(const Grade& grade) {
  return grade.protections[static_cast<std::size_t>(Protection::Scripts)].score;
}

/// What costs points of scripts, weightiest first.
std::vector<const Deduction*> losses_of(const Grade& grade) {
  std::vector<const Deduction*> losses;
  for (const Deduction& deduction : grade.deductions) {
    if (deduction.protection == id_of(Protection::Scripts) && deduction.points > 0) losses.push_back(&deduction);
  }
  text::sort(losses, [](const Deduction* a, const Deduction* b) { return a->points > b->points; });
  return losses;
}

/// "Inline scripts are allowed" and "A nonce is short" within a sentence; "JSONP ..." stays.
std::string within_a_sentence(std::string_view title) {
  std::string words(title);
  const bool word = words.size() > 1 && ((words[1] >= 'a' && words[1] <= 'z') || words[1] == ' ');
  if (word) words[0] = text::to_lower(words[0]);
  return words;
}

/// Says what makes the policy weak: in words, and where it stands.
void tell_losses(const Grade& grade, const std::vector<Finding>& findings, Finding& told) {
  constexpr std::size_t kNamed = 3;
  constexpr std::size_t kMostRelated = 20;
  const std::vector<const Deduction*> losses = losses_of(grade);
  std::string words;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const RuleInfo* lost = rule_of(losses[i]->rule);
    if (i < kNamed) words += (i == 0 ? "" : "; ") + within_a_sentence(lost->title);
    for (const Finding& other : findings) {
      if (other.rule != lost || !other.span || told.related.size() == kMostRelated) continue;
      told.related.push_back({*other.span, lost->title});
    }
  }
  if (losses.size() > kNamed) words += "; " + std::to_string(losses.size() - kNamed) + " more";
  told.arguments.push_back(std::move(words));
}

}  // namespace judge_report_only_detail

void judge_report_only(const decide::Page& page, Judgement& judgement) {
  using namespace judge_report_only_detail;
  const model::ResponseModel& model = page.model();
  const auto reported = std::find_if(model.policies.begin(), model.policies.end(), is_reported);
  // A name within the value is told first: what the policy is worth without it, the mended text tells.
  if (!model.is_document || reported == model.policies.end() || !model.names_in_values.empty()) return;
  const bool alone = std::all_of(model.policies.begin(), model.policies.end(), is_reported);
  const decide::Page enforced(*model.response, model.source, model.format, {}, decide::Dispositions::AllEnforced);
  const decide::AttackSurface attacks(enforced.policies());
  std::uint64_t truncated = 0;
  const std::vector<Finding> findings =
      rules::run_rules({enforced.model(), enforced.policies(), attacks, true}, truncated);
  const Grade then = grade(findings, enforced.model(), false);
  const std::optional<int> score = score_of_scripts(then);
  const std::optional<int> now = score_of_scripts(judgement.grade);
  if (!score || (!alone && now && *score <= *now)) return;
  constexpr int kEnough = 70;  // a B
  const bool weak = *score < kEnough;
  const RuleInfo* rule = rule_of(weak ? kWeak : kReady);
  if (rule == nullptr) return;
  for (Finding& other : judgement.findings) {
    // Enforcing what stops nothing would only move the fault.
    const bool idle = weak && other.rule->id == kAlone && other.fix;
    if (idle) other.fix->applicability = Applicability::DisplayOnly;
  }

  Finding finding;
  finding.rule = rule;
  finding.severity = rule->severity;
  finding.confidence = rule->confidence;
  finding.header = rule->header;
  const http::Field& field = model.field(reported->field);
  finding.occurrence = field.occurrence;
  finding.span = field.name_span;
  finding.arguments.emplace_back(letter_of(*score));
  if (weak) tell_losses(then, findings, finding);
  judgement.findings.push_back(std::move(finding));
}

}  // namespace headstrong::grade
