// The chain from end to end: text -> responses -> model -> verdicts -> findings -> grade -> report.
#include "headstrong/analyze.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decide/page.hpp"
#include "decide/reach.hpp"
#include "elsewhere/elsewhere.hpp"
#include "grade/grade.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/csp/policy.hpp"
#include "http/known_headers.hpp"
#include "http/read_paste.hpp"
#include "report/input_words.hpp"
#include "report/policy_listing.hpp"
#include "rules/rule.hpp"
#include "rules/settle_edits.hpp"
#include "text/lines.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace analysis {

/// The rules whose findings tell something about the other ones.
inline constexpr std::string_view kChallengeRule = "response/challenge-page";
inline constexpr std::string_view kNameRule = "response/name-in-value";

/// What the views of a report point into.
struct Owner {
  explicit Owner(std::string_view text) : source(text) {}
  text::Source source;
  http::Paste paste;
};

/// What the peers would say of the response's headers; <meta> elements are none of theirs here.
elsewhere::Answers ask_peers(const http::Response& response, int observatory_algorithm) {
  std::vector<elsewhere::HeaderView> headers;
  std::string_view policy;
  for (const http::Field& field : response.fields) {
    if (field.from_meta) continue;
    headers.push_back({field.name, field.value.text()});
    if (policy.data() == nullptr && http::header_name(field.name) == http::HeaderName::ContentSecurityPolicy) {
      policy = field.value.text();
    }
  }
  elsewhere::Answers answers;
  answers.observatory =
      elsewhere::observatory(headers, response.url, observatory_algorithm);
  answers.security_headers = elsewhere::security_headers(headers);
  if (policy.data() != nullptr) answers.csp_evaluator = elsewhere::csp_evaluator(policy);
  return answers;
}

std::string with_edits(std::string_view source, const std::vector<Edit>& edits) {
  std::string text;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    text += source.substr(at, edit.span.start - at);
    text += edit.text;
    at = edit.span.end;
  }
  return text.append(source.substr(at));
}

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
    read = http::read_paste(source, csp::starts_policy);
  }
  if (read.format != paste.format || read.responses.size() != paste.responses.size()) {
    return std::nullopt;
  }
  read.chosen = paste.chosen;
  return read;
}

struct Judgement {
  std::vector<Finding> findings;
  Grade grade;
};

std::size_t times(const std::vector<Finding>& findings, const RuleInfo* rule) {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; }));
}

/// Whether `after`, a judgement of the text with the fix of `finding`, no longer has the finding, has
/// no new fault in syntax and no lower score.
bool is_better(const Judgement& before, const Judgement& after, const Finding& finding) {
  if (times(after.findings, finding.rule) >= times(before.findings, finding.rule)) return false;
  for (const Finding& other : after.findings) {
    if (other.rule->category != Category::Syntax) continue;
    if (times(after.findings, other.rule) > times(before.findings, other.rule)) return false;
  }
  if (after.grade.score < before.grade.score) return false;
  for (std::size_t i = 0; i < before.grade.protections.size(); ++i) {
    const std::optional<int> had = before.grade.protections[i].score;
    const std::optional<int> has = after.grade.protections[i].score;
    if (had && has && *has < *had) return false;
  }
  return true;
}

/// The judgement of the text with the edits of a fix; nothing where it would read as something else.
std::optional<Judgement> judge_changed(const http::Paste& paste, std::string_view text,
                                       const Fix& fix) {
  text::Source source(with_edits(text, fix.edits));
  const std::optional<http::Paste> changed = read_like(paste, source);
  if (!changed) return std::nullopt;
  const decide::Page page(changed->responses[changed->chosen], source.bytes(), changed->format);
  const decide::Reach reach(page.policies());
  std::uint64_t truncated = 0;
  Judgement after;
  // Within a trial no other fix is tried.
  after.findings = rules::run_rules({page.model(), page.policies(), reach, true}, truncated);
  after.grade = grade::grade(after.findings, page.model());
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
    std::sort(spans_.begin(), spans_.end(),
              [](Span a, Span b) { return a.start < b.start; });
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
void explain_by_name(const Finding& name, const FieldsWithNames& fields, const Judgement& after,
                     Judgement& judgement) {
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
    const bool there = finding.rule != name.rule && finding.severity != Severity::Good &&
                       finding.span && field->start <= finding.span->start &&
                       finding.span->end <= field->end;
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

/// Tries the fixes that ask for it. What fails, or would take long to try, is shown only.
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
    if (!after || !is_better(judgement, *after, finding)) {
      finding.fix->applicability = Applicability::DisplayOnly;
    } else if (finding.rule->id == kNameRule) {
      names.emplace_back(finding, std::move(*after));
    }
  }
  // Within such a value no other fix is offered: it would mend what is no fault, or take away what
  // the name's own brings back.
  for (Finding& finding : judgement.findings) {
    if (finding.rule->id == kNameRule || !finding.fix) continue;
    const std::vector<Edit>& edits = finding.fix->edits;
    const bool within = std::any_of(edits.begin(), edits.end(),
                                    [&](const Edit& edit) {
                                      // A new line behind the field is none of its value.
                                      const bool line = edit.span.empty() && !edit.text.empty() &&
                                                        (edit.text[0] == '\n' || edit.text[0] == '\r');
                                      return !line && fields.around(edit.span).has_value();
                                    });
    if (within) finding.fix.reset();
  }
  for (const auto& [name, after] : names) explain_by_name(name, fields, after, judgement);
}

/// Of an answer that is not the site's, only that is said.
void keep_challenge_alone(std::vector<Finding>& findings) {
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [](const Finding& finding) {
                                  return finding.rule->id != kChallengeRule;
                                }),
                 findings.end());
}

Report judge(const std::shared_ptr<Owner>& owner, const AnalyzeOptions& options) {
  Report report;
  report.owner = owner;
  report.source = owner->source.bytes();
  http::Paste& paste = owner->paste;
  if (options.response && *options.response < paste.responses.size()) {
    paste.chosen = *options.response;
  }
  report.input = report::describe_input(paste, owner->source.bytes());
  if (paste.responses.empty()) {
    // The peers are asked about responses, too: they would grade what nobody sent.
    report.grade = grade::nothing_to_grade();
    return report;
  }
  const decide::Page page(paste.responses[paste.chosen], owner->source.bytes(), paste.format);
  const model::ResponseModel& model = page.model();
  if (model.policies.size() >= csp::kMaxPolicies) {
    report.input.notices.push_back(
        "Policies after the first 131,072 were not read: no browser takes headers that could hold "
        "more.");
  }
  const decide::Reach reach(page.policies());
  Judgement judgement;
  judgement.findings = rules::run_rules({model, page.policies(), reach}, report.truncated);
  judgement.grade = grade::grade(judgement.findings, model);
  try_fixes(paste, model, report.source, judgement);
  if (model.challenge) keep_challenge_alone(judgement.findings);
  report.findings = std::move(judgement.findings);
  report.grade = std::move(judgement.grade);
  if (rules::EditSettler::is_needed(*model.response)) {
    const rules::EditSettler settler(*model.response, owner->source.bytes());
    for (Finding& finding : report.findings) {
      if (finding.fix && !settler.settle(finding.fix->edits)) finding.fix.reset();
    }
  }
  report.page = model.page_url;
  report.x_frame_options = model::joined_value(model, http::HeaderName::XFrameOptions);
  if (options.policies) report.policies = report::list_policies(model.policies);
  if (options.elsewhere) report.elsewhere = ask_peers(*model.response, options.observatory);
  return report;
}

}  // namespace analysis

Report analyze(std::string_view text, const AnalyzeOptions& options) {
  if (text.size() > kMaxInputBytes) {
    auto owner = std::make_shared<analysis::Owner>(std::string_view{});
    Report report = analysis::judge(owner, options);
    report.input = report::describe_too_long(text.size());
    return report;
  }
  auto owner = std::make_shared<analysis::Owner>(text);
  owner->paste = http::read_paste(owner->source, csp::starts_policy);
  return analysis::judge(owner, options);
}

Report analyze(const ResponseData& response, const AnalyzeOptions& options) {
  auto owner = std::make_shared<analysis::Owner>(http::header_list_source(response.headers));
  owner->paste = http::read_header_list(owner->source, response.headers, response.url,
                                        response.status);
  return analysis::judge(owner, options);
}

std::string no_such_response(std::size_t response, std::size_t count) {
  const std::string has = count == 0   ? "holds no response"
                          : count == 1 ? "holds one response, 0"
                                       : "holds " + std::to_string(count) +
                                             " responses, counted from 0";
  return "there is no response " + std::to_string(response) + ": the text " + has;
}

Report analyze_policy(std::string_view value, const AnalyzeOptions& options) {
  auto owner = std::make_shared<analysis::Owner>(value);
  owner->paste = http::read_policy(owner->source);
  return analysis::judge(owner, options);
}

}  // namespace headstrong
