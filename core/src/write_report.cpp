#include "headstrong/write_report.hpp"

#include <utility>

#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"

namespace headstrong {
namespace write_report_detail {

std::string in_format(const Report& report, const ReportOptions& options, const ReportFacts& facts) {
  switch (options.format) {
    case ReportFormat::Text: return to_text(report, facts);
    case ReportFormat::Json: return to_json(report) + "\n";
    case ReportFormat::Sarif: return to_sarif(report, options.name, facts) + "\n";
    case ReportFormat::Markdown: return to_markdown(report, facts);
    case ReportFormat::Html: return to_html(report, facts);
  }
  return {};
}

}  // namespace write_report_detail

WrittenReport write_report(std::string_view text, const AnalyzeOptions& options, const ReportOptions& report) {
  const Report judged = analyze(text, options);
  const std::size_t responses = judged.input.responses.size();
  if (options.response && *options.response >= responses) {
    return {{}, no_such_response(*options.response, responses), std::nullopt};
  }
  const ReportFacts facts{report.version, report.time, report.book, 0};
  return {write_report_detail::in_format(judged, report, facts), {}, judged.grade.letter};
}

}  // namespace headstrong
