#include <string>

#include "grade/grade.hpp"
#include "headstrong/json.hpp"
#include "report/report_fields.hpp"

namespace headstrong {
namespace report_json_detail {

/// The envelope that stands before the report's own fields.
struct Envelope {
  const Report& report;
  Encoding encoding;
};

template <class V>
void fields(V& v, const Envelope& envelope) {
  v("schema", kReportSchema);
  v("rubric", grade::kRubricVersion);
  v("encoding", envelope.encoding == Encoding::Utf8 ? "utf-8" : "utf-16");
  fields(v, envelope.report);
}

struct SummaryFinding {
  const Finding& finding;
};
template <class V>
void fields(V& v, const SummaryFinding& summary) {
  v("rule", summary.finding.rule->id);
  v("severity", to_string(summary.finding.severity));
}

struct Summary {
  const Report& report;
  std::vector<SummaryFinding> findings;
};
template <class V>
void fields(V& v, const Summary& summary) {
  v("grade", summary.report.grade.letter);
  v("score", summary.report.grade.score);
  v("findings", summary.findings);
  v.optional("elsewhere", summary.report.elsewhere);
}

struct Error {
  std::string_view message;
};
template <class V>
void fields(V& v, const Error& error) {
  v("error", error.message);
}


}  // namespace report_json_detail

std::string to_json(const Report& report, Encoding encoding, RuleTexts rule_texts) {
  const text::Utf16Offsets offsets(encoding == Encoding::Utf16 ? report.source : std::string_view());
  report::JsonWriter writer(encoding == Encoding::Utf16 ? &offsets : nullptr);
  constexpr std::size_t kUsualSize = 16384;
  writer.reserve(kUsualSize);
  if (rule_texts == RuleTexts::LeftOut) writer.leave_out_rule_texts();
  writer.value(report_json_detail::Envelope{report, encoding});
  return writer.take();
}

std::string to_summary_json(const Report& report) {
  report_json_detail::Summary summary{report, {}};
  for (const Finding& finding : report.findings) summary.findings.push_back({finding});
  return report::json_of(summary);
}

std::string rules_json() {
  report::JsonWriter writer;
  std::vector<RuleInfo> rules;
  for (const RuleInfo* rule : rule_catalogue()) rules.push_back(*rule);
  writer.value(rules);
  return writer.take();
}

std::string error_json(std::string_view message) {
  return report::json_of(report_json_detail::Error{message});
}

}  // namespace headstrong
