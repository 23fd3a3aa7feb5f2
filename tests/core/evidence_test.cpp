// What is judged, and what is not: a reading needs positive evidence, and nothing is said to be absent
// from what is not known to be whole.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
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
#include "headstrong/write_into.hpp"
#include "http/code/language.hpp"
#include "http/read_paste.hpp"
#include "http/wording.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/dump.hpp"
#include "support/edits.hpp"
#include "support/files.hpp"
#include "support/writing.hpp"
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

std::string string_of(const Json& json, std::string_view key) { return json.at(std::string(key)).get<std::string>(); }

/// A paste with the text that it points into.
struct Read {
  explicit Read(std::string_view text) : source(text), paste(http::read_paste(source)) {}
  const http::Response* response() const { return paste.responses.empty() ? nullptr : &paste.responses[paste.chosen]; }
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

/// The letter of a protection, "-" where it has none.
std::string letter(const Report& report, std::string_view id) {
  for (const ProtectionGrade& each : report.grade.protections) {
    if (each.id == id) return each.letter ? std::string(*each.letter) : "-";
  }
  return "?";
}

bool has_finding(const Report& report, std::string_view id) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& each) { return each.rule->id == id; });
}

TEST_CASE("of a value that the text does not hold nothing is said") {
  const std::string all[] = {
      "add_header Content-Security-Policy $csp;\nadd_header X-Frame-Options $xfo;\nadd_header Strict-Transport-Security $sts;\n",
      "app.use((req, res, next) => {\n  res.setHeader(\"Content-Security-Policy\", csp);\n"
      "  res.setHeader(\"X-Frame-Options\", \"DENY\");\n  next();\n});\n",
      "Header set Content-Security-Policy \"%{CSP}e\"\nHeader set X-Frame-Options \"%{XFO}e\"\n"
      "Header set Strict-Transport-Security \"%{STS}e\"\n",
      "site.example {\n\theader Content-Security-Policy {env.CSP}\n\theader X-Frame-Options {env.XFO}\n"
      "\theader Strict-Transport-Security {env.STS}\n}\n",
      "frontend web\n  http-response set-header Content-Security-Policy \"${CSP}\"\n"
      "  http-response set-header X-Frame-Options \"${XFO}\"\n  http-response set-header Strict-Transport-Security \"${STS}\"\n"};
  for (const std::string& text : all) {
    INFO(text);
    const Report report = analyze(text);
    CHECK_FALSE(report.input.responses.empty());
    CHECK_FALSE(report.grade.letter);
    for (const std::string_view part : {"scripts", "framing", "transport"}) CHECK(letter(report, part) == "-");
    for (const Finding& finding : report.findings) {
      INFO(finding.rule->id);
      CHECK(finding.severity >= Severity::Low);
      CHECK(finding.rule->id.find("absent") == std::string_view::npos);
      CHECK(finding.rule->id.find("unknown") == std::string_view::npos);
    }
    CHECK(testing::fault_of(report) == "");
  }
}

TEST_CASE("what is commented out is not set, in no language") {
  // Each sets X-Frame-Options, and has Referrer-Policy in comments of every form.
  const std::string all[] = {
      "Public Sub A()\n  ' Response.AddHeader(\"Referrer-Policy\", \"origin\")\n"
      "  rem Response.AddHeader(\"Referrer-Policy\", \"origin\")\n"
      "  Response.AddHeader(\"X-Frame-Options\", \"DENY\") ' AddHeader(\"Referrer-Policy\", \"origin\")\nEnd Sub\n",
      "#if false\nResponse.Headers.Append(\"Referrer-Policy\", \"origin\");\n#endif\n"
      "@* Response.Headers.Append(\"Referrer-Policy\", \"origin\"); *@\nchar mark = '\\'';\n"
      "Response.Headers.Append(\"X-Frame-Options\", \"DENY\");\n",
      "<%-- response.setHeader(\"Referrer-Policy\", \"origin\"); --%>\n<%@ page import=\"java.util.*\" %>\n"
      "<% response.setHeader(\"X-Frame-Options\", \"DENY\"); %>\n",
      "=begin\nresponse.headers['Referrer-Policy'] = 'origin'\n=end\nresponse.headers['X-Frame-Options'] = 'DENY'\n"
      "__END__\nresponse.headers['Referrer-Policy'] = 'origin'\n",
      "=pod\n\n $res->header('Referrer-Policy' => 'origin');\n\n=cut\n\n$res->header('X-Frame-Options' => 'DENY');\n"
      "__END__\n$res->header('Referrer-Policy' => 'origin');\n",
      "###\nres.setHeader 'Referrer-Policy', 'origin'\n###\napp.use (req, res, next) ->\n"
      "  #res.setHeader 'Referrer-Policy', 'origin'\n  # res.setHeader 'Referrer-Policy', 'origin'\n"
      "  res.setHeader 'X-Frame-Options', 'DENY'\n",
      "procedure A(Res: TResponse);\nbegin\n  {Res.AddHeader('Referrer-Policy', 'origin');}\n"
      "  //Res.AddHeader('Referrer-Policy', 'origin');\n  (* Res.AddHeader('Referrer-Policy', 'origin'); *)\n"
      "  Res.AddHeader('X-Frame-Options', 'DENY');\nend;\n",
      "#res$setHeader(\"Referrer-Policy\", \"origin\")\nres$setHeader(\"X-Frame-Options\", \"DENY\")\n"};
  for (const std::string& text : all) {
    INFO(text);
    const Read read(text);
    REQUIRE(read.response() != nullptr);
    CHECK(fields_of(*read.response()) == Fields{{"X-Frame-Options", "DENY"}});
  }
  // A private member of JavaScript is no comment.
  const Read member(
      "const frames = { 'X-Frame-Options': 'DENY' };\nclass A {\n"
      "  #send(res) { res.setHeader('Referrer-Policy', 'origin'); }\n}\n");
  REQUIRE(member.response() != nullptr);
  CHECK(member.response()->fields.size() == 2);
}

TEST_CASE("what a template fills in is a gap, and its tags keep nothing from being read") {
  const struct {
    std::string_view text;
    Fields fields;
    std::size_t gaps;
  } kRows[] = {
      {"server {\n{% if a %}\n  add_header X-Frame-Options {{ xfo }};\n{% else %}\n  add_header X-Frame-Options B;\n"
       "{% endif %}\n  add_header Referrer-Policy no-referrer;\n}\n",
       {{"X-Frame-Options", "{{ xfo }}"}, {"Referrer-Policy", "no-referrer"}},
       1},
      {"{{- if .Values.headers }}\nHeader set X-Frame-Options \"{{ .Values.frames | default \"DENY\" }}\"\n{{- end }}\n"
       "Header set Referrer-Policy no-referrer\n",
       {{"X-Frame-Options", "{{ .Values.frames | default \"DENY\" }}"}, {"Referrer-Policy", "no-referrer"}},
       1},
      {"server {\n<% if @framed %>\n  add_header X-Frame-Options SAMEORIGIN;\n<% end %>\n"
       "  add_header Content-Security-Policy \"default-src 'self'; img-src <%= a; b %> *\";\n}\n",
       {{"X-Frame-Options", "SAMEORIGIN"}, {"Content-Security-Policy", "default-src 'self'; img-src {{expression}} *"}},
       1},
      {"{\"X-Frame-Options\": \"{{ xfo }}\", \"Strict-Transport-Security\": \"max-age=<SECONDS>\"}",
       {{"X-Frame-Options", "{{ xfo }}"}, {"Strict-Transport-Security", "max-age=<SECONDS>"}},
       2},
      {"headers:\n  X-Frame-Options: '%env(XFO)%'\n  Referrer-Policy: ${REFERRER:-no-referrer}\n"
       "  Permissions-Policy: TODO\n  X-Content-Type-Options: nosniff\n",
       {{"X-Frame-Options", "%env(XFO)%"},
        {"Referrer-Policy", "${REFERRER:-no-referrer}"},
        {"Permissions-Policy", "TODO"},
        {"X-Content-Type-Options", "nosniff"}},
       3}};
  for (const auto& row : kRows) {
    INFO(row.text);
    const Read read(row.text);
    REQUIRE(read.response() != nullptr);
    CHECK(fields_of(*read.response()) == row.fields);
    CHECK(read.response()->gaps.size() == row.gaps);
    CHECK(testing::fault_of(analyze(row.text)) == "");
  }
  // What was sent was sent, whatever it looks like.
  for (const std::string_view text : {"HTTP/1.1 200 OK\nX-Frame-Options: {{ xfo }}\n\n",
                                      "Date: Mon, 02 Nov 2026 09:11:12 GMT\nX-Frame-Options: <VALUE>\n"}) {
    const Read read(text);
    REQUIRE(read.response() != nullptr);
    CHECK(read.response()->gaps.empty());
  }
  // A broken file that no engine fills in is refused as before.
  CHECK(Read("server {\n  add_header X-Frame-Options { DENY };\n}\n").paste.look == http::Look::NginxRefused);
}

TEST_CASE("what a policy lacks may be in its gap, and what stands beside the gap counts") {
  const Report open = analyze("add_header Content-Security-Policy \"script-src 'unsafe-inline'; $rest\";\n");
  CHECK(letter(open, "scripts") == "F");
  CHECK(has_finding(open, "csp/script-unsafe-inline"));
  CHECK(letter(open, "framing") == "-");
  CHECK_FALSE(has_finding(open, "csp/frame-ancestors-absent"));
  const Report unknown = analyze("add_header Content-Security-Policy \"frame-ancestors 'none'; $rest\";\n");
  CHECK(letter(unknown, "scripts") == "-");
  CHECK(letter(unknown, "framing") == "A+");
  CHECK_FALSE(has_finding(unknown, "csp/script-src-absent"));
  // Of sources that are not in the text nothing is known.
  CHECK(letter(analyze("add_header Content-Security-Policy \"default-src $sources\";\n"), "scripts") == "-");
  CHECK(letter(analyze("add_header Content-Security-Policy \"default-src 'self'; script-src $sources\";\n"),
               "scripts") == "-");
  CHECK(letter(analyze("add_header Content-Security-Policy \"default-src $sources; script-src 'self'\";\n"),
               "scripts") != "-");
  // A part of a host's name holds no directive.
  const Report host = analyze("add_header Content-Security-Policy \"img-src https://$host\";\n");
  CHECK(letter(host, "scripts") == "F");
  // A nonce is made anew each time, and no gap.
  const Report nonce = analyze("add_header Content-Security-Policy \"script-src 'nonce-$request_id'\";\n");
  CHECK(has_finding(nonce, "csp/frame-ancestors-absent"));
  const Report age = analyze("add_header Strict-Transport-Security \"max-age=$age\";\n");
  CHECK(letter(age, "transport") == "-");
  CHECK_FALSE(has_finding(age, "strict-transport-security/malformed-max-age"));
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
    fields.emplace_back(text::lowered(field.at(0).get<std::string>()), without_blanks(field.at(1).get<std::string>()));
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

/// A policy by what it says: directives, and the sources of each as a set. Of two of a name the first counts.
std::map<std::string, std::set<std::string>> meaning_of(std::string_view policy) {
  std::map<std::string, std::set<std::string>> directives;
  for (std::size_t at = 0; at <= policy.size();) {
    const std::size_t end = std::min(policy.find(';', at), policy.size());
    std::istringstream words{std::string(policy.substr(at, end - at))};
    std::string name;
    std::string word;
    if (words >> name && directives.count(name) == 0) {
      std::set<std::string>& sources = directives[name];
      while (words >> word) sources.insert(word);
    }
    at = end + 1;
  }
  return directives;
}

constexpr std::string_view kGap = "\xE2\x9F\xA6";

/// Whether the policy that was read says what is expected: all of it, or with gaps, everything but those.
bool says_the_same(std::string_view expected, std::string_view read) {
  const auto wanted = meaning_of(expected);
  const auto found = meaning_of(read);
  if (expected.find(kGap) == std::string_view::npos) return wanted == found;
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& directive) {
    const auto same = found.find(directive.first);
    return same != found.end() &&
           std::all_of(directive.second.begin(), directive.second.end(), [&](const std::string& source) {
             return source.find(kGap) != std::string::npos || same->second.count(source) > 0;
           });
  });
}

bool is_policy(std::string_view name) { return text::istarts_with(name, "content-security-policy"); }

/// Whether a field of the text is among those that were read.
bool has_field(const Fields& read, const std::string& name, const std::string& value, bool by_meaning) {
  return std::any_of(read.begin(), read.end(), [&](const auto& each) {
    if (!text::iequals(each.first, name)) return false;
    if (by_meaning && is_policy(name)) return says_the_same(value, each.second);
    const std::size_t gap = value.find(kGap);
    const std::string known = without_blanks(value.substr(0, gap));
    const std::string whole = without_blanks(each.second);
    return gap == std::string::npos ? known == whole : text::istarts_with(whole, known);
  });
}

/// Whether what was read of the text is what the text means.
bool is_read_exactly(const Json& record, const http::Paste& paste) {
  const Json& expect = record.at("expect");
  if (!expect.contains("headers") || paste.responses.empty()) return false;
  const http::Response& response = paste.responses[paste.chosen];
  const bool maps = record.at("kind") == "maps";
  const bool meta = expect.value("delivery", "") == "meta";
  if (expect.value("bare", false) || meta) {
    const Fields fields = fields_of(response, meta);
    if (fields.size() != 1 || expect.at("csp").size() != 1 || response.complete) return false;
    const std::string policy = expect.at("csp")[0].get<std::string>();
    return maps ? says_the_same(policy, fields[0].second) : without_blanks(policy) == without_blanks(fields[0].second);
  }
  const Fields read = fields_of(response);
  const bool gaps = expect.value("gaps", false);
  if (gaps == response.gaps.empty()) return false;
  if (!gaps && !maps && !expect.value("atLeast", false)) return comparable(read) == comparable(expect.at("headers"));
  if (!expect.value("atLeast", false) && read.size() != expect.at("headers").size()) return false;
  return std::all_of(expect.at("headers").begin(), expect.at("headers").end(), [&](const Json& field) {
    return has_field(read, field.at(0).get<std::string>(), field.at(1).get<std::string>(), maps);
  });
}

TEST_CASE("pastes of every kind are read as they are meant, or not judged at all") {
  struct Count {
    std::size_t right = 0;
    std::size_t all = 0;
  };
  std::map<std::string, Count> counts;
  std::string left;
  for (const Json& record : records(testing::data_path("pastes.ndjson"))) {
    INFO(record.at("id"));
    const std::string text = string_of(record, "text");
    if (record.at("kind") == "messages") continue;  // tests/core/messages_test.cpp
    Count& count = counts[string_of(record, "kind")];
    ++count.all;
    if (record.at("expect").contains("nothing")) {
      const std::string fault = judged(text);
      CHECK(fault == "");
      count.right += fault.empty();
    } else if (is_read_exactly(record, Read(text).paste)) {
      ++count.right;
    } else {
      // What hangs on something that was not followed says so.
      const Read read(text);
      const bool says_so = read.response() != nullptr && !read.response()->gaps.empty();
      if (!says_so) CHECK(judged(text) == "");
      left += " " + string_of(record, "id");
    }
  }
  std::string rates;
  for (const auto& [kind, count] : counts) {
    rates += kind + " " + std::to_string(count.right) + "/" + std::to_string(count.all) + "  ";
  }
  INFO(rates << "left:" << left);
  CHECK(counts["config"].right == counts["config"].all);
  CHECK(counts["code"].right == counts["code"].all);
  CHECK(counts["maps"].right == counts["maps"].all);
  CHECK(counts["dumps"].right == counts["dumps"].all);
  CHECK(counts["nothing"].right == counts["nothing"].all);
  std::cout << "pastes read as they are meant: " << rates << "\n";
}

TEST_CASE("the corpus of pastes: reports are sound, and sets are written into them, hostile values too") {
  const std::string hostile = "\"\\ $'<";
  const HeaderSet set = {{"X-Frame-Options", hostile},
                         {"Content-Security-Policy", "default-src 'self'"},
                         {"X-New", hostile},
                         {"X-New", "a"}};
  for (const Json& record : records(testing::data_path("pastes.ndjson"))) {
    INFO(record.at("id"));
    const std::string text = string_of(record, "text");
    CHECK(testing::fault_of(analyze(text)) == "");
    CHECK(testing::fault_of_writing(text, set, write_into(text, set)) == "");
    const HardenResult hardened = harden(text, {});
    if (hardened.error.empty())
      CHECK(testing::fault_of_writing(text, hardened.headers, write_into(text, hardened.headers)) == "");
  }
}

/// What is wrong with the text after a safe fix of it; empty where nothing is.
std::string fault_of_fixed(const Report& before, const std::string& text, const std::string& fixed) {
  const Report after = analyze(fixed);
  const std::string fault = testing::fault_of(after);
  if (!fault.empty()) return fault;
  const bool anew = before.input.format == "bare-policy";
  if (!anew && after.input.format != before.input.format) return "another format: " + std::string(after.input.format);
  if (after.input.responses.size() != before.input.responses.size()) return "other places";
  if (fixed == text) return "nothing has changed";
  if (before.grade.score && (!after.grade.score || *after.grade.score < *before.grade.score)) return "a worse score";
  return {};
}

TEST_CASE("the corpus of pastes: each safe fix is read back in its place, and makes nothing worse") {
  std::size_t fixes = 0;
  for (const Json& record : records(testing::data_path("pastes.ndjson"))) {
    const std::string text = string_of(record, "text");
    const Report report = analyze(text);
    for (const Finding& finding : report.findings) {
      if (!finding.fix || finding.fix->applicability != Applicability::Safe || finding.fix->edits.empty()) continue;
      ++fixes;
      const std::string fixed = testing::apply(*finding.fix, text);
      INFO(record.at("id") << " " << finding.rule->id << "\n" << fixed);
      CHECK(fault_of_fixed(report, text, fixed) == "");
    }
  }
  CHECK(fixes > 100);
}

TEST_CASE("a header with a mistyped value is a header, however often it is there") {
  for (const std::size_t times : {1U, 3U, 100U}) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += "x-frame-options: nonsense\n";
    INFO(times);
    const Report report = analyze(text);
    CHECK(report.input.format == "header-lines");
    CHECK(has_finding(report, "x-frame-options/unknown-value"));
  }
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
    for (const std::string& text :
         {as_lines(response, "", ""), as_lines(response, "", status + " \r\n"),
          as_lines(response, "< ", "< " + status + " \r\n"), as_lines(response, "    ", "")}) {
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
      {"Header set Content-Security-Policy default-src 'none'; script-src 'self'", "Apache"},
      {"const app = express();", "code"},
      {"PORT=3000", "assignment"},
      {"Content-Security-Policy default-src 'none'; script-src 'self'", "colon"},
      {"{\"name\":\"app\",\"dependencies\":{}}", "package.json"},
      {"{\"manifest_version\":3,\"content_security_policy\":{}}", "manifest"},
      {"{\"lighthouseVersion\":\"13\"}", "Lighthouse"},
      {"GET / HTTP/1.1\nHost: a.example", "request"},
      {"add_header A 'default-src 'self'';", "nginx refuses to load this configuration because of line 1"},
      {"{\"headers\": [\"a\"", "malformed at line 1"},
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
  CHECK_FALSE(harden("Header set Content-Security-Policy default-src 'none'", {}).error.empty());
  CHECK(harden("Server: nginx", {}).error.empty());
}

TEST_CASE("headers: where reports are sent to makes no code of them") {
  using http::code::language_of;
  const std::string head = "server\nATS\ncontent-security-policy\ndefault-src 'self'; ";
  for (const char* reports : {"report-uri https://csp.example/csp/report", "report-uri /csp", "report-to csp-endpoint",
                              "report-uri /report-csp-violation"}) {
    INFO(reports);
    CHECK_FALSE(language_of(head + reports));
  }
  CHECK(language_of("csp = {}\n"));
  CHECK(language_of("app.use(csp({}))\n"));
}

}  // namespace evidence_test
}  // namespace headstrong
