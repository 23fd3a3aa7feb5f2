// What browsers say of policies in their consoles and in reports is read back into the requests that
// they tell of. Messages beside tests/site/console were written by the browsers themselves.
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/edits.hpp"
#include "support/files.hpp"

namespace headstrong {
namespace messages_test {

using Json = nlohmann::json;

std::vector<Json> records(const std::string& path) {
  std::vector<Json> lines;
  std::ifstream stream(path);
  std::string line;
  while (std::getline(stream, line)) lines.push_back(Json::parse(line));
  REQUIRE_FALSE(lines.empty());
  return lines;
}

Json input_of(const std::string& text) { return Json::parse(to_json(analyze(text), Encoding::Utf8)).at("input"); }

Json requests_of(const std::string& text) {
  const Json input = input_of(text);
  return input.contains("requests") ? input.at("requests") : Json::array();
}

bool one_of(const Json& expected, const Json& read) {
  if (!expected.is_array()) return expected == read;
  return std::any_of(expected.begin(), expected.end(), [&](const Json& each) { return each == read; });
}

/// The first fault of a request beside what it should be; empty: none.
std::string fault_of(const Json& expected, const Json& read) {
  for (const auto& [name, value] : expected.items()) {
    if (name == "optional") continue;
    if (!one_of(value, read.contains(name) ? read.at(name) : Json())) return name + ": " + read.dump();
  }
  for (const char* name : {"url", "content", "contentHash", "name"}) {
    if (std::string_view(name) == "url" && read.contains("url") && !expected.contains("url"))
      return "url: " + read.dump();
  }
  return {};
}

std::string fault_of_all(const Json& expected, const Json& read) {
  std::size_t at = 0;
  for (const Json& each : expected) {
    const bool optional = each.value("optional", false);
    if (at == read.size()) {
      if (optional) continue;
      return "missing: " + each.dump();
    }
    const std::string fault = fault_of(each, read.at(at));
    if (!fault.empty() && optional) continue;
    if (!fault.empty()) return fault;
    ++at;
  }
  return at == read.size() ? std::string() : "too many: " + read.dump();
}

TEST_CASE("each message that the browsers wrote gives the request that it tells of") {
  for (const std::string browser : {"chromium", "firefox", "webkit"}) {
    const Json recorded = Json::parse(testing::read_file(testing::root() + "tests/site/console/" + browser + ".json"));
    REQUIRE(recorded.at("messages").size() > 40);
    std::string all;
    for (const Json& message : recorded.at("messages")) {
      const auto text = message.at("text").get<std::string>();
      INFO(text);
      all += "app.js:12 " + text + "\n    at go (app.js:12:1)\n";
      const Json input = input_of(text);
      REQUIRE(input.contains("requests"));
      REQUIRE(input.at("requests").size() == 1);
      CHECK(input.at("format") == "console-messages");
      const Json& read = input.at("requests").at(0);
      for (const auto& [name, value] : message.at("request").items()) {
        CHECK(read.value(name == "hash" ? "contentHash" : name, Json()) == value);
      }
      CHECK(read.contains("url") == message.at("request").contains("url"));
      CHECK(read.contains("contentHash") == message.at("request").contains("hash"));
      CHECK(read.value("policy", "") == message.at("directive").get<std::string>());
      CHECK(read.at("browser") == message.value("browser", browser));
      CHECK(read.at("disposition") == (message.value("reportOnly", false) ? "report" : "enforce"));
      CHECK(read.at("directive") != "");
    }
    for (const Json& other : recorded.at("others")) {
      INFO(other);
      CHECK(requests_of(other.get<std::string>()).empty());
    }
    const Json together = requests_of(all);
    CHECK(together.size() >= 40);
    CHECK(together.size() <= recorded.at("messages").size());
  }
}

TEST_CASE("messages and reports of any year and language, behind whatever stands before them") {
  for (const Json& row : records(testing::root() + "tests/fixtures/messages.ndjson")) {
    INFO(row.at("id"));
    CHECK(fault_of_all(row.at("requests"), requests_of(row.at("text").get<std::string>())) == "");
  }
}

TEST_CASE("the corpus of pastes: requests as they are meant, warnings as remarks, and none elsewhere") {
  std::size_t told = 0;
  std::size_t remarks = 0;
  for (const Json& record : records(testing::data_path("pastes.ndjson"))) {
    INFO(record.at("id"));
    const auto text = record.at("text").get<std::string>();
    const Json& expect = record.at("expect");
    const Report report = analyze(text);
    const Json requests = requests_of(text);
    if (record.at("kind") != "messages") {
      CHECK(requests.empty());
      continue;
    }
    CHECK_FALSE(report.grade.letter);
    CHECK(report.input.responses.empty());
    if (expect.contains("requests")) {
      ++told;
      CHECK(fault_of_all(expect.at("requests"), requests) == "");
    } else {
      ++remarks;
      CHECK(requests.empty());
      CHECK(report.input.format == "console-messages");
      CHECK(report.input.description.find(expect.at("warning").get<std::string>()) != std::string::npos);
    }
  }
  CHECK(told >= 30);
  CHECK(remarks >= 4);
}

TEST_CASE("real headers and policies tell of no message") {
  for (const testing::RealResponse& response : testing::real_responses(20)) {
    std::string text;
    for (const auto& [name, value] : response.headers) text += name + ": " + value + "\n";
    INFO(text);
    CHECK_FALSE(analyze(text).input.requests.has_value());
  }
  for (const std::string& policy : testing::real_policies()) {
    INFO(policy);
    CHECK_FALSE(analyze("Content-Security-Policy: " + policy + "\nServer: x\n").input.requests.has_value());
  }
}

TEST_CASE("headers and messages pasted together are both read") {
  const std::string headers = "Content-Security-Policy: default-src 'self'\nX-Frame-Options: DENY\n";
  const std::string chromium =
      "Refused to load the image 'https://i.example/a.png' because it violates the following Content Security Policy "
      "directive: \"default-src 'self'\".\n";
  const std::string firefox =
      "Content-Security-Policy: The page\xE2\x80\x99s settings blocked the loading of a resource (img-src) at "
      "https://i.example/a.png because it violates the following directive: \xE2\x80\x9C"
      "default-src 'self'\xE2\x80\x9D\n";
  for (const std::string& message : {chromium, firefox}) {
    for (const std::string& text : {headers + message, headers + "\n" + message, message + headers}) {
      INFO(text);
      const Json input = input_of(text);
      CHECK(input.at("format") == "header-lines");
      REQUIRE(input.at("responses").size() == 1);
      CHECK(input.at("responses").at(0).at("headers") == 2);
      REQUIRE(input.value("requests", Json::array()).size() == 1);
      CHECK(input.at("requests").at(0).at("url") == "https://i.example/a.png");
    }
  }
}

/// The one request of a text.
Json told_by(const std::string& text) {
  const Json requests = requests_of(text);
  REQUIRE(requests.size() == 1);
  return requests.at(0);
}

TEST_CASE("a message is judged by what it quotes, and a contradiction has a likely cause") {
  const auto chromium = [](const std::string& url, const std::string& list) {
    return "Refused to load the script '" + url +
           "' because it violates the following Content Security Policy directive: \"" + list + "\".\n";
  };
  const Json blocked = told_by(chromium("https://a.example/a.js", "script-src https://b.example"));
  CHECK(blocked.at("verdict").at("chromium") == "blocked");
  CHECK_FALSE(blocked.contains("cause"));
  const Json redirected = told_by(chromium("https://a.example/a.js", "script-src https://a.example"));
  CHECK(redirected.at("verdict").at("chromium") == "allowed");
  CHECK(redirected.at("cause").get<std::string>().find("redirect") != std::string::npos);
  const Json report = told_by(
      "{\"csp-report\":{\"document-uri\":\"https://site.example/\",\"effective-directive\":\"img-src\",\"original-policy\":"
      "\"img-src 'self'\",\"blocked-uri\":\"https://site.example/a.png\"}}");
  CHECK(report.at("cause").get<std::string>().find("redirect") != std::string::npos);
  const Json safari = told_by(
      "Refused to load https://a.example/a.js because it does not appear in the script-src directive of the Content Security "
      "Policy.");
  CHECK_FALSE(safari.contains("verdict"));
}

TEST_CASE("text and Markdown say what was told") {
  const std::string message =
      "Refused to load the image 'https://i.example/a.png' because it violates the following Content Security Policy "
      "directive: \"img-src 'self'\".\n";
  const Report report = analyze(message);
  CHECK(to_text(report) ==
        "Read:  1 console message about a blocked request.\n"
        "Told:  Chromium's console: img-src blocked https://i.example/a.png. The policy it quotes "
        "blocks this.\n"
        "Grade: no grade\n");
  CHECK(to_markdown(report).find("img-src blocked https\\:") != std::string::npos);
  CHECK(testing::fault_of(report) == "");
}

}  // namespace messages_test
}  // namespace headstrong
