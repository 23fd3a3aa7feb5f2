// The report for people: plain text and Markdown.
#include <algorithm>
#include <string>

#include "headstrong/text_report.hpp"
#include "text/lines.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace report_text {

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

/// Backslash-escapes what Markdown or HTML would take as markup.
std::string markdown(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (std::string_view("\\`*_{}[]<>()#+-.!|&").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string headline(const Report& report) {
  const Grade& grade = report.grade;
  if (!grade.letter || !grade.score) return "no grade";
  return std::string(*grade.letter) + " (" + std::to_string(*grade.score) + " of 100)";
}

/// Where nothing was read, one sentence says it, and no list of what cannot be told.
bool has_response(const Report& report) { return !report.input.responses.empty(); }

}  // namespace report_text

std::string to_text(const Report& report) {
  using namespace report_text;
  const Lines lines(report.source);
  std::string out = "Read:  " + report.input.description + "\n";
  for (const ResponseSummary& response : report.input.responses) {
    if (report.input.responses.size() > 1) {
      out += std::string(response.chosen ? "  -> " : "     ") + response.label + "\n";
    }
  }
  for (const std::string& notice : report.input.notices) out += "Note:  " + notice + "\n";
  out += "Grade: " + headline(report) + "\n";
  if (!has_response(report)) return text::valid_utf8(out);
  out += "\n";
  for (const ProtectionGrade& protection : report.grade.protections) {
    const std::string letter(protection.letter ? *protection.letter : "-");
    out += "  " + padded(protection.id, 10) + padded(letter, 3) + protection.summary + "\n";
  }
  for (const Finding& finding : report.findings) {
    out += "\n" + upper(to_string(finding.severity)) + "  " + std::string(finding.rule->id) + "  [" +
           place_of(finding, lines) + "]\n";
    out += "  " + std::string(finding.rule->title) + ". " + message_of(finding) + "\n";
    out += "  Why: " + std::string(finding.rule->why) + "\n";
    out += "  Do:  " + std::string(finding.rule->advice) + "\n";
    if (finding.fix) {
      out += "  Fix: " + std::string(finding.fix->title) + " (" +
             std::string(to_string(finding.fix->applicability)) + ")\n";
    }
  }
  if (report.truncated > 0) {
    out += "\n" + std::to_string(report.truncated) + " more findings were left out.\n";
  }
  return text::valid_utf8(out);
}

std::string to_markdown(const Report& report) {
  using namespace report_text;
  const Lines lines(report.source);
  std::string out = "# Security headers: " + markdown(headline(report)) + "\n\n" +
                    markdown(report.input.description) + "\n\n";
  if (!has_response(report)) return text::valid_utf8(out);
  for (const std::string& notice : report.input.notices) out += "- " + markdown(notice) + "\n";
  out += "\n| protection | letter | |\n|---|---|---|\n";
  for (const ProtectionGrade& protection : report.grade.protections) {
    out += "| " + std::string(protection.id) + " | " +
           std::string(protection.letter ? *protection.letter : "-") + " | " +
           markdown(protection.summary) + " |\n";
  }
  if (!report.findings.empty()) out += "\n## Findings\n";
  for (const Finding& finding : report.findings) {
    out += "\n### " + upper(to_string(finding.severity)) + ": " + markdown(finding.rule->title) + "\n\n";
    out += "`" + std::string(finding.rule->id) + "`, " + markdown(place_of(finding, lines)) + "\n\n";
    out += markdown(message_of(finding)) + "\n\n";
    out += "- **Why:** " + markdown(finding.rule->why) + "\n";
    out += "- **What to do:** " + markdown(finding.rule->advice) + "\n";
  }
  if (report.truncated > 0) {
    out += "\n" + std::to_string(report.truncated) + " more findings were left out.\n";
  }
  return text::valid_utf8(out);
}

}  // namespace headstrong
