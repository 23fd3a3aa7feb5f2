#include "grade/try_fixes.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decide/attack_surface.hpp"
#include "decide/page.hpp"
#include "grade/grade.hpp"
#include "headers/csp/parse_policy.hpp"
#include "http/read_paste.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/lines.hpp"
#include "text/order.hpp"
#include "text/source.hpp"

namespace headstrong::grade {

/// Reads a text that differs from that of `paste` by some edits as that one was read. Nothing where
/// it reads as something else.
std::optional<http::Paste> read_like(const http::Paste& paste, text::Source& source) {
  http::Paste read;
  if (paste.format == http::Format::HeaderList) {
    // A value with a line break would be two lines.
    http::HeaderPairs pairs;
    text::LineCursor lines(source.bytes());
    text::Line line;
    while (lines.next(line)) {
      const std::size_t colon = line.text.find(": ");
      if (line.text.empty()) continue;
      if (colon == line.text.npos) return std::nullopt;
      pairs.emplace_back(line.text.substr(0, colon), line.text.substr(colon + 2));
    }
    if (http::header_list_source(pairs) != source.bytes()) return std::nullopt;
    const http::Response& like = paste.responses.front();
    read = http::read_header_list(source, pairs, like.url, like.status);
  } else if (paste.format == http::Format::BarePolicy) {
    read = http::read_policy(source);
  } else {
    read = http::read_paste(source);
  }
  if (read.format != paste.format || read.responses.size() != paste.responses.size()) {
    return std::nullopt;
  }
  read.chosen = paste.chosen;
  return read;
}

std::size_t times(const std::vector<Finding>& findings, const RuleInfo* rule) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; }));
}

/// Whether `after`, a judgement of the text with the fix of `finding`, no longer has the finding, has
/// no new fault in syntax and no lower score.
bool is_better(const Judgement& before, const Judgement& after, const Finding& finding) {
  if (times(after.findings, finding.rule) >= times(before.findings, finding.rule)) return false;
  for (const Finding& other : after.findings) {
    if (other.rule->category != Category::Syntax) continue;
    if (times(after.findings, other.rule) > times(before.findings, other.rule)) return false;
  }
  // A fix may leave nothing to grade: a redirect that leads to HTTPS.
  if (after.grade.score && after.grade.score < before.grade.score) return false;
  for (std::size_t i = 0; i < before.grade.protections.size(); ++i) {
    const std::optional<int> had = before.grade.protections[i].score;
    const std::optional<int> has = after.grade.protections[i].score;
    if (had && has && *has < *had) return false;
  }
  return true;
}

/// The judgement of the text with the edits of a fix; nothing where it would read as something else.
std::optional<Judgement> judge_changed(const http::Paste& paste, std::string_view text, const Fix& fix) {
  text::Source source(rules::with_edits(text, fix.edits));
  const std::optional<http::Paste> changed = read_like(paste, source);
  if (!changed) return std::nullopt;
  const decide::Page page(changed->responses[changed->chosen], source.bytes(), changed->format);
  const decide::AttackSurface attacks(page.policies());
  std::uint64_t truncated = 0;
  Judgement after;
  // Within a trial no other fix is tried.
  after.findings = rules::run_rules({page.model(), page.policies(), attacks, true}, truncated);
  after.grade = grade(after.findings, page.model());
  for (Finding& finding : after.findings) {
    Finding bare;  // the rest points into a text that goes
    bare.rule = finding.rule;
    finding = std::move(bare);
  }
  return after;
}

/// Where a field stands that a finding lies in, of those that have a name within their value.
class FieldsWithNames {
 public:
  explicit FieldsWithNames(const model::ResponseModel& model) {
    for (const http::NameInValue& found : model.names_in_values) {
      spans_.push_back(model.field(found.field).span);
    }
    text::sort_by_start(spans_);
  }
  /// The field that `span` lies in; nothing where it is in none of them.
  std::optional<Span> around(Span span) const {
    const auto after = std::upper_bound(spans_.begin(), spans_.end(), span.start,
                                        [](std::uint32_t at, Span field) { return at < field.start; });
    if (after == spans_.begin() || span.end > (after - 1)->end) return std::nullopt;
    return *(after - 1);
  }

 private:
  std::vector<Span> spans_;
};

/// A name within a value explains what else is odd about the value: what its fix takes away is not
/// said again. What that costs is put down to the name.
void explain_by_name(const Finding& name, const FieldsWithNames& fields, const Judgement& after, Judgement& judgement) {
  const std::optional<Span> field = fields.around(*name.span);
  if (!field) return;
  std::map<const RuleInfo*, std::size_t> gone;
  for (const Finding& finding : judgement.findings) ++gone[finding.rule];
  for (const Finding& finding : after.findings) {
    std::size_t& left = gone[finding.rule];
    if (left > 0) --left;
  }
  std::set<std::string_view> explained;
  const auto is_explained = [&](const Finding& finding) {
    const bool there = finding.rule != name.rule && finding.severity != Severity::Good && finding.span &&
                       field->start <= finding.span->start && finding.span->end <= field->end;
    if (!there || gone[finding.rule] == 0) return false;
    --gone[finding.rule];
    explained.insert(finding.rule->id);
    return true;
  };
  std::vector<Finding> kept;
  for (Finding& finding : judgement.findings) {
    if (!is_explained(finding)) kept.push_back(std::move(finding));
  }
  judgement.findings = std::move(kept);
  for (const Finding& finding : judgement.findings) explained.erase(finding.rule->id);
  for (Deduction& deduction : judgement.grade.deductions) {
    if (explained.count(deduction.rule) != 0) deduction.rule = kNameRule;
  }
}

void try_fixes(const http::Paste& paste, const model::ResponseModel& model, std::string_view text,
               Judgement& judgement) {
  constexpr std::size_t kLongest = 16384;
  constexpr std::size_t kMostFindings = 200;
  constexpr int kTries = 8;
  const bool small = text.size() <= kLongest && judgement.findings.size() <= kMostFindings;
  const FieldsWithNames fields(model);
  std::vector<std::pair<Finding, Judgement>> names;
  int tries = 0;
  for (Finding& finding : judgement.findings) {
    if (!finding.fix || !finding.fix->tried_first) continue;
    std::optional<Judgement> after;
    if (small && tries++ < kTries) after = judge_changed(paste, text, *finding.fix);
    const bool is_good = after && is_better(judgement, *after, finding);
    if (!is_good) finding.fix->applicability = Applicability::DisplayOnly;
    // A fix that adds a fault elsewhere still tells what the name did to its value.
    const bool explains = after && finding.rule->id == kNameRule &&
                          times(after->findings, finding.rule) < times(judgement.findings, finding.rule);
    if (explains) names.emplace_back(finding, std::move(*after));
  }
  // Within such a value no other fix is offered: it would mend what is no fault, or take away what
  // the name's own brings back.
  for (Finding& finding : judgement.findings) {
    if (finding.rule->id == kNameRule || !finding.fix) continue;
    const std::vector<Edit>& edits = finding.fix->edits;
    const bool within = std::any_of(edits.begin(), edits.end(), [&](const Edit& edit) {
      // A new line behind the field is none of its value.
      const bool line = edit.span.empty() && !edit.text.empty() && (edit.text[0] == '\n' || edit.text[0] == '\r');
      return !line && fields.around(edit.span).has_value();
    });
    if (within) finding.fix.reset();
  }
  for (const auto& [name, after] : names) explain_by_name(name, fields, after, judgement);
}

}  // namespace headstrong::grade
