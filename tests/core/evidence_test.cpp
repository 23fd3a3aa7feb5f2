// What is judged, and what is not: a reading needs positive evidence, and nothing is said to be absent
// from what is not known to be whole.
#include "http/evidence.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "http/read_paste.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/dump.hpp"
#include "support/edits.hpp"
#include "support/files.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace evidence_test {

using Json = nlohmann::json;
using Fields = std::vector<std::pair<std::string, std::string>>;

std::vector<Json> records(const std::string& path) {
  std::vector<Json> lines;
  std::ifstream stream(path);
  std::string line;
  while (std::getline(stream, line)) lines.push_back(Json::parse(line));
  REQUIRE_FALSE(lines.empty());
  return lines;
}
std::vector<Json> fixtures(std::string_view name) {
  return records(testing::root() + "tests/fixtures/evidence/" + std::string(name));
}

std::string string_of(const Json& json, std::string_view key) {
  return json.at(std::string(key)).get<std::string>();
}

/// A paste with the text that it points into.
struct Read {
  explicit Read(std::string_view text)
      : source(text), paste(http::read_paste(source)) {}
  const http::Response* response() const {
    return paste.responses.empty() ? nullptr : &paste.responses[paste.chosen];
  }
  text::Source source;
  http::Paste paste;
};

Fields fields_of(const http::Response& response, bool meta = false) {
  Fields fields;
  for (const http::Field& field : response.fields) {
    if (field.from_meta == meta) fields.emplace_back(field.name, field.value.text());
  }
  return fields;
}

/// What is wrong with the report on a text that means nothing here; empty where nothing is.
std::string judged(std::string_view text) {
  const Report report = analyze(text);
  if (report.grade.letter || report.grade.score) return "there is a grade";
  if (report.grade.protections.size() != 6) return "the protections are not there";
  for (const ProtectionGrade& protection : report.grade.protections) {
    if (protection.letter || protection.score) return std::string(protection.id) + " has a letter";
  }
  for (const Finding& finding : report.findings) {
    if (!finding.span) return std::string(finding.rule->id) + " says that something is absent";
  }
  return testing::fault_of(report);
}

/// The same where no response may have been read, and one sentence must say so in every form.
std::string read_as_something(std::string_view text) {
  if (std::string fault = judged(text); !fault.empty()) return fault;
  const Report report = analyze(text);
  if (!report.input.responses.empty()) return "a response was read: " + report.input.description;
  if (!report.findings.empty()) return "there are findings";
  if (!report.input.notices.empty()) return "there is more than one sentence";
  if (report.elsewhere) return "the peers were asked";
  if (report.input.description.size() < 20) return "nothing is said";
  if (report.input.description.find_first_of("\r\n") != std::string::npos) return "a sentence with line breaks";
  const Json json = Json::parse(to_json(report, Encoding::Utf8));
  if (!json["grade"]["letter"].is_null() || !json["grade"]["score"].is_null()) return "a grade in JSON";
  if (!json["elsewhere"].is_null()) return "peers in JSON";
  if (to_text(report) != "Read:  " + report.input.description + "\nGrade: no grade\n") return "more in the text";
  const Json sarif = Json::parse(to_sarif(report, "stdin"));
  const Json& run = sarif["runs"][0];
  if (!run["results"].empty()) return "results in SARIF";
  if (run["invocations"][0]["toolExecutionNotifications"].size() != 1) return "no notification in SARIF";
  if (harden(text, {}).error.empty()) return "it was hardened";
  return {};
}

TEST_CASE("texts that mean nothing here get no letter, and one sentence") {
  for (const Json& record : fixtures("nothing.ndjson")) {
    INFO(record.at("id"));
    CHECK(read_as_something(string_of(record, "text")) == "");
  }
}

TEST_CASE("what is evidence is read, whatever its form") {
  for (const Json& record : fixtures("readings.ndjson")) {
    INFO(record.at("id"));
    const std::string text = string_of(record, "text");
    const Read read(text);
    CHECK(testing::fault_of(analyze(text)) == "");
    if (read.response() == nullptr) {
      CHECK(read.response() != nullptr);
      continue;
    }
    Fields expected;
    for (const Json& field : record.at("fields")) expected.emplace_back(field.at(0), field.at(1));
    const bool meta = read.paste.format == http::Format::Html;
    CHECK(fields_of(*read.response(), meta) == expected);
    CHECK(read.response()->status == record.at("status").get<int>());
    CHECK(read.response()->complete == record.at("whole").get<bool>());
  }
}

std::string without_blanks(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (!text::is(c, text::kAsciiWhitespace)) out += c;
  }
  return out;
}

Fields comparable(const Json& expected) {
  Fields fields;
  for (const Json& field : expected) {
    fields.emplace_back(text::lowered(field.at(0).get<std::string>()),
                        without_blanks(field.at(1).get<std::string>()));
  }
  std::sort(fields.begin(), fields.end());
  return fields;
}

Fields comparable(Fields fields) {
  for (auto& [name, value] : fields) {
    name = text::lowered(name);
    value = without_blanks(value);
  }
  std::sort(fields.begin(), fields.end());
  return fields;
}

/// Whether what was read of the text is what the text means.
bool is_read_exactly(const Json& expect, const http::Paste& paste) {
  const bool places = !paste.responses.empty() && !paste.responses[0].place.empty();
  if (!expect.contains("headers") || (paste.responses.size() != 1 && !places)) return false;
  const http::Response& response = paste.responses[paste.chosen];
  const bool bare = expect.value("bare", false);
  const bool meta = expect.value("delivery", "") == "meta";
  if (bare || meta) {
    const Fields fields = fields_of(response, meta);
    return bare == (paste.format == http::Format::BarePolicy) && fields.size() == 1 &&
           expect.at("csp").size() == 1 &&
           without_blanks(fields[0].second) == without_blanks(expect.at("csp")[0].get<std::string>());
  }
  const Fields read = comparable(fields_of(response));
  const Fields expected = comparable(expect.at("headers"));
  if (!expect.value("gaps", false)) {
    return expect.value("atLeast", false) ? std::includes(read.begin(), read.end(), expected.begin(), expected.end())
                                          : read == expected;
  }
  return std::all_of(expected.begin(), expected.end(), [&](const auto& field) {
    const std::string known = field.second.substr(0, field.second.find("\xE2\x9F\xA6"));
    return std::any_of(read.begin(), read.end(), [&](const auto& each) {
      return each.first == field.first && text::istarts_with(each.second, known);
    });
  });
}

TEST_CASE("pastes of every kind are read as they are meant, or not judged at all") {
  std::size_t exact = 0;
  for (const Json& record : records(testing::data_path("pastes.ndjson"))) {
    INFO(record.at("id"));
    const std::string text = string_of(record, "text");
    const Json& expect = record.at("expect");
    if (expect.contains("nothing")) {
      CHECK(judged(text) == "");
      continue;
    }
    if (is_read_exactly(expect, Read(text).paste)) {
      ++exact;
      continue;
    }
    CHECK(judged(text) == "");
  }
  CHECK(exact >= 5);
}

std::string as_lines(const testing::RealResponse& response, std::string_view prefix, std::string_view first) {
  std::string text(first);
  for (const auto& [name, value] : response.headers) {
    text += prefix;
    text += name + ": " + value + "\r\n";
  }
  return text;
}

/// The response's headers as lines carry them.
Fields sent(const testing::RealResponse& response) {
  Fields fields;
  for (const auto& [name, value] : response.headers) {
    fields.emplace_back(name, text::trim(value, text::kSpaceTab));
  }
  return fields;
}

TEST_CASE("real responses are read whole, with a status line and without") {
  std::size_t tried = 0;
  for (const testing::RealResponse& response : testing::real_responses(1)) {
    const bool plain = std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
      return header.second.find_first_of("\r\n") == std::string::npos && !header.first.empty() &&
             text::all_of(header.first, text::kToken);
    });
    if (!plain || response.headers.empty()) continue;
    ++tried;
    const std::string status = "HTTP/1.1 " + std::to_string(response.status == 0 ? 200 : response.status);
    for (const std::string& text : {as_lines(response, "", ""), as_lines(response, "", status + " \r\n"),
                                    as_lines(response, "< ", "< " + status + " \r\n"),
                                    as_lines(response, "    ", "")}) {
      INFO(text);
      const Read read(text);
      const http::Response* found = read.response();
      REQUIRE(found != nullptr);
      REQUIRE(fields_of(*found) == sent(response));
      REQUIRE(found->complete);
    }
  }
  CHECK(tried > 5000);
}

TEST_CASE("real policies without their header's name are read as policies") {
  std::size_t tried = 0;
  for (const std::string& policy : testing::real_policies()) {
    const std::string_view body = text::trim(policy);
    const std::string_view first = body.substr(0, body.find_first_of(" ;,\t\r\n"));
    if (!csp::starts_policy(first)) continue;
    ++tried;
    INFO(policy);
    const Read read(policy);
    CHECK(read.paste.format == http::Format::BarePolicy);
    const Read line("Content-Security-Policy: " + policy);
    CHECK(line.response() != nullptr);
  }
  CHECK(tried > 700);
}

TEST_CASE("values that real servers send are evidence, each on a line of its own") {
  std::size_t sentences = 0;
  for (const Json& record : records(testing::data_path("header-values.ndjson"))) {
    const std::string value = string_of(record, "value");
    if (value.find_first_of("\r\n") != std::string::npos) continue;
    const Read read(string_of(record, "name") + ": " + value + "\n");
    INFO(record.at("name") << ": " << value);
    // Some servers send a line of the documentation.
    const bool sentence = http::reads_like_prose(value);
    sentences += sentence;
    CHECK((read.response() == nullptr) == sentence);
  }
  CHECK(sentences <= 3);
}

TEST_CASE("a report without any part that can be judged has no letter") {
  // Read, and nothing in it says how well the page is protected.
  for (const std::string_view text : {"Server: nginx\n", "X-Own: 1\n", "<meta http-equiv=refresh content=5>"}) {
    INFO(text);
    CHECK(judged(text) == "");
    CHECK_FALSE(analyze(text).input.responses.empty());
  }
}

TEST_CASE("what a text looks like is named") {
  struct Named {
    std::string_view text;
    std::string_view words;
  };
  constexpr Named kNamed[] = {
      {"Header set Content-Security-Policy \"default-src 'none'; script-src 'self'\"", "Apache"},
      {"const csp = \"default-src 'none'; script-src 'self'\";", "code"},
      {"CSP=\"default-src 'none'; script-src 'self'\"", "assignment"},
      {"res.setHeader('Content-Security-Policy', \"default-src 'none'\")", "code"},
      {"Content-Security-Policy default-src 'none'; script-src 'self'", "colon"},
      {"\"default-src 'none'; script-src 'self'\"", "in quotes"},
      {"{\"name\":\"app\",\"dependencies\":{}}", "package.json"},
      {"{\"manifest_version\":3,\"content_security_policy\":{}}", "manifest"},
      {"{\"lighthouseVersion\":\"13\"}", "Lighthouse"},
      {"3:X-Frame-Options: DENY", "grep"},
      {"GET / HTTP/1.1\nHost: a.example", "request"},
      {"add_header A 'default-src 'self'';", "nginx refuses to load this configuration because of line 1"},
      {"{\"headers\": [\"a\"", "breaks at line 1"},
  };
  for (const Named& each : kNamed) {
    INFO(each.text);
    const Report report = analyze(each.text);
    CHECK(report.input.responses.empty());
    CHECK(report.input.description.find(each.words) != std::string::npos);
  }
}

TEST_CASE("a set is made from the options alone only where nothing was pasted") {
  CHECK(harden("", {}).error.empty());
  CHECK(harden(" \r\n\t", {}).error.empty());
  CHECK_FALSE(harden("hello", {}).error.empty());
  CHECK_FALSE(harden("Header set Content-Security-Policy \"default-src 'none'\"", {}).error.empty());
  CHECK(harden("Server: nginx", {}).error.empty());
}

}  // namespace evidence_test
}  // namespace headstrong
