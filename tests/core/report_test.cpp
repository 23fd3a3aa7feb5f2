// What reports say, and how: escapes of Markdown, levels of SARIF, the sentence on what was read.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"
#include "headstrong/text_report.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

namespace headstrong {
namespace report_test {

using Json = nlohmann::json;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

constexpr std::string_view kMarks = "\\`*_{}[]<>()#+-.!|&~@";

/// A report whose findings, notices and labels all quote `words`.
std::string markdown_with(const std::string& words) {
  return to_markdown(analyze("HTTP/1.1 302 Found\nLocation: https://a.example/\n\n"
                             "HTTP/1.1 200 OK\nX-Powered-By: " + words + "\n!passed over " + words +
                             "\nServer: x\n"));
}

TEST_CASE("no mark of a paste is one in Markdown, whichever part quotes it") {
  for (const char mark : kMarks) {
    const std::string words = std::string("Q") + mark + "Z";
    const std::string escaped = std::string("Q\\") + mark + (mark == '@' ? "<!-- -->Z" : "Z");
    const std::string markdown = markdown_with(words + "/8.1.2");
    INFO(words);
    CHECK_FALSE(contains(markdown, words));
    const std::size_t first = markdown.find(escaped);
    REQUIRE(first != std::string::npos);
    // Once in the note on the line that was passed over, once in the finding.
    CHECK(markdown.find(escaped, first + 1) != std::string::npos);
  }
  CHECK_FALSE(contains(markdown_with("https://evil.example"), "https://evil"));
}

TEST_CASE("each severity has its level and kind in SARIF") {
  const auto level_for = [](Severity severity) -> std::string_view {
    switch (severity) {
      case Severity::Critical:
      case Severity::High: return "error";
      case Severity::Medium: return "warning";
      case Severity::Low:
      case Severity::Info: return "note";
      case Severity::Good: return "none";
    }
    return "";
  };
  std::size_t seen[6] = {};
  for (const testing::RealResponse& response : testing::real_responses(61)) {
    const Report report = analyze(testing::as_message(response));
    const Json sarif = Json::parse(to_sarif(report, "stdin", "1.0.0"));
    const Json& run = sarif.at("runs").at(0);
    const Json& results = run.at("results");
    REQUIRE(results.size() == report.findings.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
      const Finding& finding = report.findings[i];
      ++seen[static_cast<std::size_t>(finding.severity)];
      INFO(finding.rule->id);
      CHECK(results[i].at("level") == level_for(finding.severity));
      CHECK(results[i].at("kind") == (finding.severity == Severity::Good ? "pass" : "fail"));
      const Json& rule = run.at("tool").at("driver").at("rules").at(results[i].at("ruleIndex").get<std::size_t>());
      CHECK(rule.at("id") == finding.rule->id);
      CHECK(rule.at("defaultConfiguration").at("level") == level_for(finding.rule->severity));
    }
  }
  for (const Severity severity : {Severity::High, Severity::Medium, Severity::Low}) {
    CHECK(seen[static_cast<std::size_t>(severity)] > 0);
  }
}

struct Said {
  std::string_view pasted;
  std::string_view sentence;  // how the description begins
};

constexpr Said kSaid[] = {
    {"X-Frame-Options: DENY\n", "Header lines, 1 response, 1 header"},
    {"HTTP/1.1 200 OK\nX-Frame-Options: DENY\nServer: x\n", "HTTP response, 1 response, 2 headers"},
    {"default-src 'self'", "A Content-Security-Policy value"},
    {"> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 200 OK\n< X-Frame-Options: DENY\n",
     "curl -v output, 1 response, 1 header"},
    {"--2024-01-01 00:00:00--  https://a.example/\nHTTP request sent, awaiting response... \n"
     "  HTTP/1.1 200 OK\n  X-Frame-Options: DENY\nLength: 12\n",
     "wget -S output, 1 response, 1 header"},
    {"X-Frame-Options\nDENY\nServer\nx\n", "A table of header names and values, 1 response, 2 headers"},
    {"{\"X-Frame-Options\":\"DENY\"}", "JSON, 1 response, 1 header"},
    {"{\"log\":{\"entries\":[]}}", "The archive holds no response with headers."},
    {"/*\n  X-Frame-Options: DENY\n", "A _headers file, 1 header in /*, line 1"},
    {"add_header X-Frame-Options DENY;\n",
     "An nginx configuration, 1 header"},
    {"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src x.example\">",
     "An HTML page, 1 response, 1 header"},
    {"", "Nothing was pasted yet."},
    {"{\"name\":\"app\"}", "This is JSON, but not a set of response headers"},
    {"<html><title>x</title></html>", "This is HTML without a <meta http-equiv="},
    {"https://a.example/", "This is an address, not a response"},
    {"curl: (6) Could not resolve host: a.example\n", "curl failed and received nothing"},
    {"\x89PNG\r\n\x1a\n", "This is binary data"},
    {"hello", "This text holds no response headers and no Content-Security-Policy."},
};

TEST_CASE("each kind of paste is called by its own name") {
  for (const Said& said : kSaid) {
    INFO(said.pasted);
    const std::string description = analyze(said.pasted).input.description;
    CHECK(description.substr(0, said.sentence.size()) == said.sentence);
  }
}

}  // namespace report_test
}  // namespace headstrong
