// The report for people: plain text and Markdown.
#include <algorithm>
#include <string>

#include "headstrong/text_report.hpp"
#include "report/shown.hpp"
#include "text/lines.hpp"
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
  const std::string s = report::shown(words);
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
  out += report::shown(line);
  out += '\n';
}

std::string headline(const Report& report) {
  const Grade& grade = report.grade;
  if (!grade.letter || !grade.score) return "no grade";
  return std::string(*grade.letter) + " (" + std::to_string(*grade.score) + " of 100)";
}

/// Where nothing was read, one sentence says it, and no list of what cannot be told.
bool has_response(const Report& report) { return !report.input.responses.empty(); }

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
  for (const std::string& notice : report.input.notices) add_line(out, "Note:  " + notice);
  add_line(out, "Grade: " + headline(report));
  if (!has_response(report)) return text::valid_utf8(out);
  out += '\n';
  for (const ProtectionGrade& protection : report.grade.protections) {
    const std::string letter(protection.letter ? *protection.letter : "-");
    add_line(out, "  " + padded(protection.id, 10) + padded(letter, 3) + protection.summary);
  }
  for (const Finding& finding : report.findings) {
    out += '\n';
    add_line(out, upper(to_string(finding.severity)) + "  " + std::string(finding.rule->id) + "  [" +
                      place_of(finding, lines) + "]");
    add_line(out, "  " + std::string(finding.rule->title) + ". " + message_of(finding));
    add_line(out, "  Why: " + std::string(finding.rule->why));
    add_line(out, "  Do:  " + std::string(finding.rule->advice));
    if (finding.fix) {
      add_line(out, "  Fix: " + std::string(finding.fix->title) + " (" +
                        std::string(to_string(finding.fix->applicability)) + ")");
    }
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
  return out;
}

}  // namespace headstrong
