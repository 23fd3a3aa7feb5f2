// The report for people: plain text and Markdown.
#include <algorithm>
#include <optional>
#include <string>

#include "grade/grade.hpp"
#include "headstrong/text_report.hpp"
#include "text/lines.hpp"
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

/// Finds lines of ascending and descending offsets in logarithmic time.
class Lines {
 public:
  explicit Lines(std::string_view source) {
    text::Line line;
    text::LineCursor cursor(source);
    while (cursor.next(line)) starts_.push_back(line.start);
  }
  /// "line 3, column 12", both counted from 1, columns in bytes.
  std::string place(std::uint32_t offset) const {
    std::size_t low = 0;
    std::size_t high = starts_.size();
    while (low + 1 < high) {
      const std::size_t middle = (low + high) / 2;
      (starts_[middle] <= offset ? low : high) = middle;
    }
    const std::uint32_t start = starts_.empty() ? 0 : starts_[low];
    return "line " + std::to_string(low + 1) + ", column " + std::to_string(offset - start + 1);
  }

 private:
  std::vector<std::uint32_t> starts_;
};

std::string place_of(const Finding& finding, const Lines& lines) {
  std::string place(finding.header);
  if (finding.occurrence > 0) place += " (no. " + std::to_string(finding.occurrence + 1) + ")";
  if (!finding.span) return place.empty() ? "absent" : place + ", absent";
  return place + (place.empty() ? "" : ", ") + lines.place(finding.span->start);
}

/// Backslash-escapes what Markdown or HTML would take as markup, and keeps words of the paste from
/// becoming mentions (@name) or links (https://...), which hosts such as GitHub make of bare text.
std::string markdown(std::string_view words) {
  const std::string s = shown(words);
  std::string out;
  for (std::size_t at = 0; at < s.size(); ++at) {
    const bool scheme_end = s[at] == ':' && s.compare(at, 3, "://") == 0;
    if (std::string_view("\\`*_{}[]<>()#+-.!|&~@").find(s[at]) != std::string_view::npos || scheme_end) {
      out += '\\';
    }
    out += s[at];
    // Mentions are looked for after escapes are gone: an empty comment keeps mark and name apart.
    if (s[at] == '@') out += "<!-- -->";
  }
  return out;
}

/// One line of plain text: whatever was pasted, the terminal shows it and does nothing else.
void add_line(std::string& out, std::string_view line) {
  out += shown(line);
  out += '\n';
}

std::string headline(const Report& report) {
  const Grade& grade = report.grade;
  if (!grade.letter || !grade.score) return "no grade";
  return std::string(*grade.letter) + " (" + std::to_string(*grade.score) + " of 100)";
}

/// What the next letter takes, as a sentence; empty where there is none.
std::string next_step(const Report& report) {
  const std::optional<NextLetter> next = grade::next_letter(report.grade);
  if (!next) return {};
  return "For " + std::string(next->letter) + ", mend " + text::listed(next->changes) + ".";
}

/// What a finding's rule costs: "-25 scripts"; empty where it costs nothing.
std::string points_of(const Finding& finding, const Grade& grade) {
  std::string points;
  for (const Deduction& deduction : grade.deductions) {
    if (deduction.rule != finding.rule->id) continue;
    if (!points.empty()) points += ", ";
    if (deduction.points > 0) points += "-" + std::to_string(deduction.points) + " ";
    points += deduction.protection;
    if (deduction.cap > 0) points += " (" + std::to_string(deduction.cap) + " at most)";
  }
  return points;
}

/// "likely", and what the finding costs.
std::string remarks_of(const Finding& finding, const Grade& grade) {
  std::string remarks = points_of(finding, grade);
  if (finding.confidence == Confidence::Likely) remarks += remarks.empty() ? "likely" : ", likely";
  return remarks;
}

/// A finding in as many lines as it weighs: what would bore is said in the rule book.
void add_finding(std::string& out, const Finding& finding, const Report& report, const Lines& lines) {
  const std::string remarks = remarks_of(finding, report.grade);
  const std::string head = upper(to_string(finding.severity)) + "  " + std::string(finding.rule->id) +
                           (remarks.empty() ? "" : "  " + remarks) + "  [" + place_of(finding, lines) + "]";
  if (finding.severity >= Severity::Info) {
    add_line(out, head + "  " + message_of(finding));
    return;
  }
  if (finding.severity < Severity::Low) {
    out += '\n';
    add_line(out, head);
    add_line(out, "  " + std::string(finding.rule->title) + ". " + message_of(finding));
    add_line(out, "  Why: " + std::string(finding.rule->why));
  } else {
    add_line(out, head);
    add_line(out, "  " + message_of(finding));
  }
  std::string advice = "  Do:  " + std::string(finding.rule->advice);
  if (finding.fix) {
    advice += " Fix: " + std::string(finding.fix->title) + " (" +
              std::string(to_string(finding.fix->applicability)) + ").";
  }
  add_line(out, advice);
}

/// Where nothing was read, one sentence says it, and no list of what cannot be told.
bool has_response(const Report& report) { return !report.input.responses.empty(); }

/// What a message or a report tells, and what lies behind it where our verdict is another.
std::string told_sentence(const RequestSummary& request) {
  std::string sentence = request.said + ".";
  if (request.verdict && request.cause.empty()) {
    sentence += request.disposition == "report" ? " What it quotes of the policy reports it."
                                                : " What it quotes of the policy blocks it.";
  }
  if (!request.cause.empty()) sentence += " By what it quotes of the policy that would load. " + request.cause;
  return sentence;
}

/// More requests than these are in the JSON report only.
constexpr std::size_t kMostTold = 50;

}  // namespace report_text_detail

std::string to_text(const Report& report) {
  using namespace report_text_detail;
  const Lines lines(report.source);
  std::string out;
  add_line(out, "Read:  " + report.input.description);
  for (const ResponseSummary& response : report.input.responses) {
    if (report.input.responses.size() > 1) {
      add_line(out, std::string(response.chosen ? "  -> " : "     ") + response.label);
    }
  }
  std::size_t told = 0;
  for (const RequestSummary& request : report.input.requests.value_or(std::vector<RequestSummary>{})) {
    if (told++ == kMostTold) break;
    add_line(out, "Told:  " + told_sentence(request));
  }
  for (const std::string& notice : report.input.notices) add_line(out, "Note:  " + notice);
  add_line(out, "Grade: " + headline(report));
  if (!has_response(report)) return text::valid_utf8(out);
  const std::string next = next_step(report);
  if (!next.empty()) add_line(out, "Next:  " + next);
  out += '\n';
  for (const ProtectionGrade& protection : report.grade.protections) {
    const std::string letter(protection.letter ? *protection.letter : "-");
    const std::string score = protection.score ? std::to_string(*protection.score) : "-";
    add_line(out, "  " + padded(protection.id, 10) + padded(letter, 3) + padded(score, 4) + "x " +
                      padded(std::to_string(protection.weight), 4) + protection.summary);
  }
  Severity before = Severity::Critical;
  for (const Finding& finding : report.findings) {
    // The light ones stand close together, below a blank line each sort.
    const bool begins = finding.severity >= Severity::Low && before < std::min(finding.severity, Severity::Info);
    if (begins) out += '\n';
    before = finding.severity;
    add_finding(out, finding, report, lines);
  }
  if (report.truncated > 0) {
    add_line(out, "");
    add_line(out, std::to_string(report.truncated) + " more findings were left out.");
  }
  return out;
}

std::string to_markdown(const Report& report) {
  using namespace report_text_detail;
  const Lines lines(report.source);
  std::string out = "# Security headers: " + markdown(headline(report)) + "\n\n" +
                    markdown(report.input.description) + "\n\n";
  std::size_t told = 0;
  for (const RequestSummary& request : report.input.requests.value_or(std::vector<RequestSummary>{})) {
    if (told++ == kMostTold) break;
    out += "- " + markdown(told_sentence(request)) + "\n";
  }
  if (!has_response(report)) return text::valid_utf8(out);
  for (const std::string& notice : report.input.notices) out += "- " + markdown(notice) + "\n";
  const std::string next = next_step(report);
  if (!next.empty()) out += "\n" + markdown(next) + "\n";
  out += "\n| protection | letter | score | weight | |\n|---|---|---|---|---|\n";
  for (const ProtectionGrade& protection : report.grade.protections) {
    out += "| " + std::string(protection.id) + " | " +
           std::string(protection.letter ? *protection.letter : "-") + " | " +
           (protection.score ? std::to_string(*protection.score) : "-") + " | " +
           std::to_string(protection.weight) + " | " + markdown(protection.summary) + " |\n";
  }
  if (!report.findings.empty()) out += "\n## Findings\n";
  for (const Finding& finding : report.findings) {
    const std::string remarks = remarks_of(finding, report.grade);
    out += "\n### " + upper(to_string(finding.severity)) + ": " + markdown(finding.rule->title) + "\n\n";
    out += "`" + std::string(finding.rule->id) + "`, " + markdown(place_of(finding, lines)) +
           (remarks.empty() ? "" : ", " + markdown(remarks)) + "\n\n";
    out += markdown(message_of(finding)) + "\n";
    if (finding.severity >= Severity::Info) continue;
    out += "\n- **Why:** " + markdown(finding.rule->why) + "\n";
    out += "- **What to do:** " + markdown(finding.rule->advice) + "\n";
  }
  if (report.truncated > 0) {
    out += "\n" + std::to_string(report.truncated) + " more findings were left out.\n";
  }
  return out;
}

}  // namespace headstrong
