#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "report/document_parts.hpp"
#include "text/utf8.hpp"

namespace headstrong::report {
namespace document_peers_detail {

constexpr std::size_t kMostPeerFindings = 60;
/// So many sources in one row of them.
constexpr std::size_t kMostPeerValues = 8;

/// What CSP Evaluator says alike of several sources of a directive.
struct EvaluatorRow {
  const peers::CspEvaluatorFinding* first;
  std::string words;  // of the first values, with a space in front of each
  std::set<std::string_view> values;
};

void write_evaluator(Markup& markup, const Report& report, const peers::CspEvaluatorAnswer& answer) {
  if (answer.error) {
    markup.paragraph("It fails on this policy: " + markup.text(*answer.error));
    return;
  }
  if (answer.findings.empty()) {
    markup.paragraph(report.policies.empty() ? "There is no policy for it to judge." : "It finds nothing.");
    return;
  }
  // One row for what it says of many sources of a directive.
  std::vector<EvaluatorRow> rows;
  for (const peers::CspEvaluatorFinding& finding : answer.findings) {
    const auto same = [&](const EvaluatorRow& row) {
      return row.first->severity == finding.severity && row.first->type == finding.type &&
             row.first->directive == finding.directive;
    };
    auto row = std::find_if(rows.begin(), rows.end(), same);
    if (row == rows.end()) row = rows.insert(row, EvaluatorRow{&finding, {}, {}});
    // It goes through some lists more than once.
    if (!finding.value || !row->values.insert(*finding.value).second) continue;
    if (row->values.size() <= kMostPeerValues) {
      row->words += " " + markup.code(text::shortened(*finding.value, kMostExcerpt));
    }
  }
  markup.begin_table("Findings of the CSP Evaluator", {"severity", "finding", "in"});
  const std::size_t count = std::min(rows.size(), kMostPeerFindings);
  for (std::size_t i = 0; i < count; ++i) {
    const EvaluatorRow& row = rows[i];
    const std::size_t unnamed = row.values.size() - std::min(row.values.size(), kMostPeerValues);
    markup.row({markup.text(row.first->severity), markup.text(row.first->type),
                markup.code(text::shortened(row.first->directive, kMostExcerpt)) + row.words +
                    (unnamed > 0 ? " and " + std::to_string(unnamed) + " more" : "")});
  }
  markup.end_table();
  const std::size_t more = rows.size() - count + answer.omitted;
  if (more > 0) markup.paragraph(std::to_string(more) + " more", "soft");
}

}  // namespace document_peers_detail

void write_peers(Markup& markup, const Report& report) {
  if (!report.elsewhere) return;
  using namespace document_peers_detail;
  const peers::Answers& answers = *report.elsewhere;
  markup.raw("<section class=\"others\">\n");
  markup.heading(2, "What other tools would say");
  markup.paragraph("Computed here by the other tools' own rules; nothing was sent to them.", "soft");
  markup.heading(3, "MDN HTTP Observatory: " + std::string(answers.observatory.grade) + ", " +
                        std::to_string(answers.observatory.score) + " points (algorithm " +
                        std::to_string(answers.observatory.algorithm) + ")");
  markup.begin_table("Tests of the Observatory", {"test", "result", "points"});
  for (const peers::ObservatoryTest& test : answers.observatory.tests) {
    markup.row({markup.text(test.name), markup.text(test.result.value_or("headers alone can't tell")),
                test.result ? std::to_string(test.modifier) : "-"});
  }
  markup.end_table();
  markup.heading(3, "Google CSP Evaluator");
  write_evaluator(markup, report, answers.csp_evaluator);
  markup.heading(3, "securityheaders.com: " + std::string(answers.security_headers.grade) + " (an estimate)");
  markup.paragraph(markup.text("The site doesn't publish its rules."), "soft");
  if (!answers.notes.empty()) {
    markup.heading(3, "Where they disagree with this report, and why");
    markup.begin_list();
    for (const peers::Note& note : answers.notes) {
      markup.item(markup.text(note.peer == "observatory" ? "HTTP Observatory" : "CSP Evaluator") + ", " +
                  markup.code(note.about) + ": " + markup.text(note.sentence));
    }
    markup.end_list();
  }
  markup.raw("</section>\n");
}

}  // namespace headstrong::report
