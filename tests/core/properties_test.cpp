// What holds for every input: sound reports, well-formed answers in both encodings, findings that
// keep to their own header.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "report/report_fields.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/dump.hpp"
#include "support/edits.hpp"
#include "support/policies.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace properties_test {

using Json = nlohmann::json;

bool is_utf8(std::string_view text) { return text::first_invalid_utf8(text) == std::string_view::npos; }

/// Walks JSON in step and collects the positions of the second where the first has one.
bool positions_fit(const Json& bytes, const Json& units, const text::Utf16Offsets& offsets) {
  if (bytes.type() != units.type()) return false;
  if (bytes.is_object()) {
    if (bytes.size() != units.size()) return false;
    for (const auto& [key, value] : bytes.items()) {
      if (!units.contains(key)) return false;
      const bool position = (key == "start" || key == "end") && value.is_number_unsigned();
      if (position && units[key] != offsets(value.get<std::uint32_t>())) return false;
      if (position || key == "encoding") continue;
      if (!positions_fit(value, units[key], offsets)) return false;
    }
    return true;
  }
  if (bytes.is_array()) {
    if (bytes.size() != units.size()) return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (!positions_fit(bytes[i], units[i], offsets)) return false;
    }
    return true;
  }
  return bytes == units;
}

/// Whether a report without details says the same, in ids, places, letters and scores.
bool says_the_same(const Report& report, const Report& ids) {
  if (report.findings.size() != ids.findings.size() || report.truncated != ids.truncated) return false;
  for (std::size_t i = 0; i < ids.findings.size(); ++i) {
    const Finding& a = report.findings[i];
    const Finding& b = ids.findings[i];
    if (a.rule != b.rule || a.severity != b.severity || a.span != b.span || a.header != b.header ||
        a.occurrence != b.occurrence) {
      return false;
    }
  }
  const auto without_summaries = [](Grade grade) {
    for (ProtectionGrade& protection : grade.protections) protection.summary.clear();
    return report::json_of(grade);
  };
  return without_summaries(report.grade) == without_summaries(ids.grade);
}

/// What is wrong with the report on a text, in all the forms in which it is written.
std::string fault_of(std::string_view text) {
  const Report report = analyze(text);
  std::string fault = testing::fault_of(report);
  if (!fault.empty()) return fault;
  AnalyzeOptions brief;
  brief.details = brief.policies = brief.elsewhere = false;
  if (!says_the_same(report, analyze(text, brief))) return "another report without details";
  const Elsewhere alone = elsewhere(text);
  if (alone.responses != report.input.responses.size()) return "other responses for the peers";
  if (alone.answers.has_value() != report.elsewhere.has_value()) return "peers asked about nothing";
  if (alone.answers && report::json_of(*alone.answers) != report::json_of(*report.elsewhere)) {
    return "other answers of the peers alone";
  }
  const std::string utf8 = to_json(report, Encoding::Utf8);
  const std::string utf16 = to_json(report, Encoding::Utf16);
  if (!is_utf8(utf8) || !is_utf8(utf16)) return "JSON that is not UTF-8";
  const Json bytes = Json::parse(utf8, nullptr, false);
  const Json units = Json::parse(utf16, nullptr, false);
  if (bytes.is_discarded() || units.is_discarded()) return "JSON that cannot be read";
  if (!positions_fit(bytes, units, text::Utf16Offsets(text))) return "positions of the encodings";
  if (Json::parse(to_summary_json(report), nullptr, false).is_discarded()) return "summary";
  if (Json::parse(to_sarif(report, "stdin"), nullptr, false).is_discarded()) return "SARIF";
  if (!is_utf8(to_text(report)) || !is_utf8(to_markdown(report))) return "text that is not UTF-8";
  return {};
}

void check_all(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    const std::string fault = fault_of(text);
    if (!fault.empty()) FAIL(fault << ": " << testing::quoted(text.substr(0, 3000)));
  }
  SUCCEED();
}

TEST_CASE("reports on real policies are sound") { check_all(testing::real_policies()); }

TEST_CASE("reports on real responses are sound") {
  std::vector<std::string> texts;
  for (const testing::RealResponse& response : testing::real_responses(9)) {
    texts.push_back(testing::as_message(response));
  }
  check_all(texts);
}

TEST_CASE("reports on damaged policies are sound") {
  testing::Random random(6);
  std::vector<std::string> texts;
  for (const std::string& policy : testing::real_policies()) {
    texts.push_back(testing::mutated(policy, random));
    texts.push_back(testing::mutated("Content-Security-Policy: " + policy, random));
  }
  check_all(texts);
}

std::string as_json(const testing::RealResponse& response) {
  Json headers = Json::array();
  for (const auto& [name, value] : response.headers) headers.push_back({name, value});
  return Json{{"url", response.url}, {"status", response.status}, {"headers", headers}}.dump();
}

std::string as_html(std::string_view policy) {
  return "<!doctype html><head><meta http-equiv=\"Content-Security-Policy\" content=\"" + std::string(policy) +
         "\"></head>";
}

TEST_CASE("reports on damaged responses are sound, in every form of paste") {
  testing::Random random(7);
  std::vector<std::string> texts;
  for (const testing::RealResponse& response : testing::real_responses(19)) {
    texts.push_back(testing::mutated(testing::as_message(response), random));
    texts.push_back(testing::mutated(as_json(response), random));
  }
  for (std::size_t i = 0; i < testing::real_policies().size(); i += 3) {
    texts.push_back(testing::mutated(as_html(testing::real_policies()[i]), random));
  }
  check_all(texts);
}

TEST_CASE("reports on noise are sound") {
  testing::Random random(8);
  std::vector<std::string> texts;
  for (int i = 0; i < 1500; ++i) {
    std::string text(random.below(200), ' ');
    for (char& c : text) c = static_cast<char>(random.below(256));
    texts.push_back(text);
    texts.push_back(testing::mutated(testing::random_policy(random), random));
  }
  check_all(texts);
}

TEST_CASE("analysing the same text twice gives the same bytes") {
  for (std::size_t i = 0; i < testing::real_policies().size(); i += 10) {
    const std::string& policy = testing::real_policies()[i];
    REQUIRE(to_json(analyze(policy)) == to_json(analyze(policy)));
  }
}

TEST_CASE("a header that nothing is said about changes no other finding") {
  for (testing::RealResponse response : testing::real_responses(41)) {
    const std::string text = testing::as_message(response);
    const std::string before = testing::dump_findings(analyze(text), "");
    response.headers.emplace_back("X-Request-Colour", "blue");
    REQUIRE(testing::dump_findings(analyze(testing::as_message(response)), "") == before);
  }
}

TEST_CASE("a response as data is judged like its text") {
  for (const testing::RealResponse& response : testing::real_responses(29)) {
    ResponseData data{"", response.status, response.headers};
    if (data.status == 0) data.status = 200;
    const Report as_data = analyze(data);
    const Report as_text = analyze(testing::as_message(response));
    CAPTURE(testing::as_message(response));
    REQUIRE(as_data.grade.score == as_text.grade.score);
    REQUIRE(testing::fault_of(as_data) == "");
    std::vector<std::string_view> data_rules;
    std::vector<std::string_view> text_rules;
    for (const Finding& finding : as_data.findings) data_rules.push_back(finding.rule->id);
    for (const Finding& finding : as_text.findings) text_rules.push_back(finding.rule->id);
    REQUIRE(data_rules == text_rules);
  }
}

}  // namespace properties_test
}  // namespace headstrong
