// The report for people at a terminal: plain text.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grade/grade.hpp"
#include "headstrong/text_report.hpp"
#include "report/sentences.hpp"
#include "text/listed.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace report_text_detail {

std::string padded(std::string_view s, std::size_t width) {
  std::string out(s);
  if (out.size() < width) out.append(width - out.size(), ' ');
  return out;
}

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

/// One line of plain text: whatever was pasted, the terminal shows it and does nothing else.
void add_line(std::string& out, std::string_view line) {
  out += shown(line);
  out += '\n';
}

/// What the next letter takes, as a sentence; empty where there is none.
std::string next_step(const Report& report) {
  const std::optional<NextLetter> next = grade::next_letter(report.grade);
  if (!next) return {};
  return "To reach " + std::string(next->letter) + ", fix " + text::listed(next->changes) + ".";
}

/// What the finding costs, "likely", and the browsers in which it holds.
std::string remarks_of(const Finding& finding, const Report& report) {
  std::string remarks = report::points_of(finding, report);
  const auto add = [&remarks](std::string_view remark) {
    if (!remark.empty()) remarks.append(remarks.empty() ? "" : ", ").append(remark);
  };
  if (finding.confidence == Confidence::Likely) add("likely");
  add(report::where_it_holds(finding));
  return remarks;
}

/// What to do, and the fix where there is one.
std::string advice_of(const Finding& finding) {
  std::string advice(finding.rule->advice);
  if (finding.fix) {
    advice +=
        " Fix: " + std::string(finding.fix->title) + " (" + std::string(to_string(finding.fix->applicability)) + ").";
  }
  return advice;
}

/// A finding in as many lines as it weighs: what would bore is said in the rule book. `explained`: whether a grave one
/// says why.
void add_finding(std::string& out, const Finding& finding, const Report& report, const report::TextPlaces& places,
                 bool explained) {
  const std::string remarks = remarks_of(finding, report);
  const std::string head = upper(to_string(finding.severity)) + "  " + std::string(finding.rule->id) +
                           (remarks.empty() ? "" : "  " + remarks) + "  [" + report::place_of(finding, places) + "]";
  if (finding.severity >= Severity::Info) {
    add_line(out, head + "  " + message_of(finding));
    return;
  }
  constexpr std::size_t kOneLine = 320;  // three rows of most terminals
  // What is absent, its place says.
  const std::string message = message_of(finding);
  const bool absent = message == "The response has no " + std::string(finding.header) + " header.";
  if (finding.severity < Severity::Low) {
    const std::string titled = head + "  " + std::string(finding.rule->title) + ".";
    if (absent || titled.size() + message.size() < kOneLine) {
      add_line(out, titled + (absent ? "" : " " + message));
    } else {
      add_line(out, titled);
      add_line(out, "  " + message);
    }
    if (explained) add_line(out, "  Why: " + std::string(finding.rule->why));
    add_line(out, "  Do:  " + advice_of(finding));
    return;
  }
  const std::string what = head + (absent ? "" : "  " + message);
  const std::string advice = "  Do:  " + advice_of(finding);
  if (absent || what.size() + advice.size() <= kOneLine) {
    add_line(out, what + advice);
  } else {
    add_line(out, what);
    add_line(out, advice);
  }
}

/// Findings that ask for nothing (notes, and what is right) are named in one line from this number on, unless all
/// are asked for; of the others none is left out. 0: none of that severity.
std::size_t many_of(Severity severity) {
  if (severity == Severity::Info) return 4;
  return severity == Severity::Good ? 2 : 0;
}

/// So many findings say why: who has mended these comes back, or asks for all.
constexpr std::size_t kExplained = 4;

/// The rules that the findings of that severity are of, as one line.
std::string names_of(const std::vector<Finding>& findings, Severity severity, std::size_t count) {
  std::vector<std::string_view> names;
  for (const Finding& finding : findings) {
    if (finding.severity == severity && std::find(names.begin(), names.end(), finding.rule->id) == names.end()) {
      names.push_back(finding.rule->id);
    }
  }
  return upper(to_string(severity)) + "  " + std::to_string(count) +
         (severity == Severity::Good ? " things done right: " : " notes: ") + text::listed(names) +
         ". The option notes=all shows them.";
}

/// Where nothing was read, one sentence says it, and no list of what cannot be told.
bool has_response(const Report& report) { return !report.input.responses.empty(); }

/// More requests than these are in the JSON report only.
constexpr std::size_t kMostTold = 50;

/// What was read: the responses, what was told of requests, and notes on the reading.
void add_input(std::string& out, const Report& report) {
  add_line(out, "Read:  " + report.input.description);
  for (const ResponseSummary& response : report.input.responses) {
    if (report.input.responses.size() > 1) {
      add_line(out, std::string(response.chosen ? "  -> " : "     ") + response.label);
    }
  }
  std::size_t told = 0;
  for (const RequestSummary& request : report.input.requests.value_or(std::vector<RequestSummary>{})) {
    if (told++ == kMostTold) break;
    add_line(out, "Told:  " + report::told_sentence(request));
  }
  for (const std::string_view notice : report::minor_notices(report.input)) {
    add_line(out, "Note:  " + std::string(notice));
  }
}

/// The places that lose headers, beneath the grade that isn't theirs.
void add_losses(std::string& out, const Report& report) {
  for (const LossSummary& loss : report.input.losses) {
    const bool judged = loss.response && !report.input.responses[*loss.response].chosen;
    add_line(out, "Lost:  " + loss.sentence +
                      (judged ? " Judge it with --option response=" + std::to_string(*loss.response) + "." : ""));
  }
}

/// The findings, the gravest first.
void add_findings(std::string& out, const Report& report, const report::TextPlaces& places, bool all_notes) {
  Severity before = Severity::Critical;
  std::array<std::size_t, static_cast<std::size_t>(Severity::Good) + 1> counts{};
  for (const Finding& finding : report.findings) ++counts[static_cast<std::size_t>(finding.severity)];
  for (const Finding& finding : report.findings) {
    const std::size_t many = many_of(finding.severity);
    const std::size_t count = counts[static_cast<std::size_t>(finding.severity)];
    if (!all_notes && many > 0 && count >= many) {
      if (before == finding.severity) continue;
      if (before < Severity::Info) out += '\n';
      add_line(out, names_of(report.findings, finding.severity, count));
      before = finding.severity;
      continue;
    }
    // Each severity below a blank line; what asks for nothing is one sort.
    if (before < std::min(finding.severity, Severity::Info) || &finding == &report.findings.front()) out += '\n';
    before = finding.severity;
    const auto place = static_cast<std::size_t>(&finding - report.findings.data());
    add_finding(out, finding, report, places, all_notes || place < kExplained);
  }
}

}  // namespace report_text_detail

std::string to_text(const Report& report, const ReportFacts& facts) {
  using namespace report_text_detail;
  const report::TextPlaces places(report.source);
  std::string out;
  add_input(out, report);
  add_line(out, "Grade: " + report::headline(report.grade));
  if (!has_response(report)) return text::valid_utf8(out);
  const std::string next = next_step(report);
  if (!next.empty()) add_line(out, "Next:  " + next);
  add_losses(out, report);
  out += '\n';
  for (const ProtectionGrade& protection : report.grade.protections) {
    if (!protection.letter || !protection.score) continue;
    add_line(out, "  " + padded(protection.id, 10) + padded(*protection.letter, 3) +
                      padded(std::to_string(*protection.score), 4) + "x " +
                      padded(std::to_string(protection.weight), 4) + protection.summary);
  }
  for (const report::NotJudged& open : report::not_judged(report.grade)) {
    add_line(out, "  not judged: " + text::listed(open.protections) + ". " + std::string(open.reason));
  }
  add_findings(out, report, places, facts.all_notes);
  if (report.truncated > 0) {
    add_line(out, "");
    add_line(out, std::to_string(report.truncated) + " more findings are not shown.");
  }
  const std::string by = report::judged_by(facts);
  if (!by.empty()) {
    out += '\n';
    add_line(out, by);
  }
  return out;
}

}  // namespace headstrong
