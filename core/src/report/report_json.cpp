#include <string>

#include "headstrong/json.hpp"
#include "report/envelope.hpp"

namespace headstrong {
namespace report_json_detail {

struct RuleTitle {
  const RuleInfo* rule = nullptr;
};
template <class V>
void fields(V& v, const RuleTitle& of) {
  v("id", of.rule->id);
  v("category", to_string(of.rule->category));
  v("title", of.rule->title);
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
  writer.value(report::Envelope{&report, encoding});
  return writer.take();
}

std::string to_summary_json(const Report& report) {
  report_json_detail::Summary summary{report, {}};
  for (const Finding& finding : report.findings) summary.findings.push_back({finding});
  return report::json_of(summary);
}

std::string to_json(const HardenResult& result) { return report::json_of(result); }

std::string to_json(const EmitResult& result) { return report::json_of(result); }

std::string to_json(const std::vector<Edit>& edits, std::string_view text, Encoding encoding) {
  const text::Utf16Offsets offsets(encoding == Encoding::Utf16 ? text : std::string_view());
  report::JsonWriter writer(encoding == Encoding::Utf16 ? &offsets : nullptr);
  writer.value(edits);
  return writer.take();
}

std::string to_json(const WriteIntoResult& result, std::string_view text, Encoding encoding) {
  return R"({"edits":)" + to_json(result.edits, text, encoding) + R"(,"notes":)" + report::json_of(result.notes) + "}";
}

std::string to_json(const peers::Answers& answers) { return report::json_of(answers); }

std::string targets_json() { return report::json_of(targets()); }

std::string services_json() { return report::json_of(services()); }

std::string rules_json() {
  report::JsonWriter writer;
  std::vector<RuleInfo> rules;
  for (const RuleInfo* rule : rule_catalogue()) rules.push_back(*rule);
  writer.value(rules);
  return writer.take();
}

std::string rule_titles_json() {
  std::vector<report_json_detail::RuleTitle> titles;
  for (const RuleInfo* rule : rule_catalogue()) titles.push_back({rule});
  report::JsonWriter writer;
  writer.value(titles);
  return writer.take();
}

std::string error_json(std::string_view message) { return report::json_of(report_json_detail::Error{message}); }

}  // namespace headstrong
