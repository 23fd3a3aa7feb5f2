#include "headstrong/write_report.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "headstrong/text_report.hpp"
#include "http/secrets/secrets.hpp"

namespace headstrong {
namespace write_report_detail {

std::string in_format(const Report& report, const ReportOptions& options, const ReportFacts& facts) {
  switch (options.format) {
#define HEADSTRONG_REPORT_FORMAT(enumerator, id, written) \
  case ReportFormat::enumerator:                          \
    return written;
#include "headstrong/report_formats.def"
#undef HEADSTRONG_REPORT_FORMAT
  }
  return {};
}

bool same_span(const std::optional<Span>& a, const std::optional<Span>& b) {
  return a.has_value() == b.has_value() && (!a || (a->start == b->start && a->end == b->end));
}

bool same_finding(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.severity == b.severity && a.confidence == b.confidence && a.occurrence == b.occurrence &&
         a.header == b.header && a.places.size() == b.places.size() && same_span(a.span, b.span);
}

/// The finding without a word of the paste.
Finding without_words(Finding finding) {
  for (std::string& argument : finding.arguments) argument = "(masked)";
  for (Place& place : finding.places) {
    place.label = "(masked)";
    place.edits.clear();
  }
  finding.fix.reset();
  return finding;
}

/// What `judged` says in the words of `masked`, the report on the same text with its secrets masked. The two
/// hold the same findings unless a rule went by the letters of a secret; such a finding keeps its place and
/// loses its words.
Report in_masked_words(const Report& judged, Report masked) {
  std::vector<Finding> findings;
  std::size_t next = 0;
  for (const Finding& finding : judged.findings) {
    const auto begin = masked.findings.begin() + static_cast<std::ptrdiff_t>(next);
    const auto twin =
        std::find_if(begin, masked.findings.end(), [&](const Finding& other) { return same_finding(finding, other); });
    if (twin == masked.findings.end()) {
      findings.push_back(without_words(finding));
    } else {
      findings.push_back(std::move(*twin));
      // Most stand in the same order, so that the next one is found at once.
      next = static_cast<std::size_t>(twin - masked.findings.begin()) + 1;
    }
  }
  masked.findings = std::move(findings);
  masked.truncated = judged.truncated;
  masked.grade = judged.grade;
  masked.owner =
      std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<const void>>>(judged.owner, masked.owner);
  return masked;
}

}  // namespace write_report_detail

Report masked_report(std::string_view text, const AnalyzeOptions& options, std::size_t& masked) {
  Report judged = analyze(text, options);
  if (text.size() > kMaxInputBytes) return judged;
  const std::vector<http::Secret> secrets = http::find_secrets(text);
  masked = secrets.size();
  if (secrets.empty()) return judged;
  return write_report_detail::in_masked_words(judged, analyze(http::mask_secrets(text, secrets), options));
}

WrittenReport write_report(std::string_view text, const AnalyzeOptions& options, const ReportOptions& report) {
  using namespace write_report_detail;
  ReportFacts facts{report.version, report.time, report.title, report.book, 0, report.all_notes};
  const bool show = report.show_secrets.value_or(false);
  const Report judged = show ? analyze(text, options) : masked_report(text, options, facts.masked);
  const std::size_t responses = judged.input.responses.size();
  if (options.response && *options.response >= responses) {
    return {{}, no_such_response(*options.response, responses), std::nullopt};
  }
  return {in_format(judged, report, facts), {}, judged.grade.letter};
}

}  // namespace headstrong
