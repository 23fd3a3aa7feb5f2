// What reports say, and how: escapes of Markdown, levels of SARIF, the sentence on what was read.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "headstrong/write_report.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

namespace headstrong {
namespace report_test {

using Json = nlohmann::json;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// Those that Markdown, or what hosts make of it, would act on in the middle of a word.
constexpr std::string_view kMarks = "\\`*[<|~&$@";

/// A report whose findings, notices and labels all quote `words`.
std::string markdown_with(const std::string& words) {
  return to_markdown(
      analyze("HTTP/1.1 302 Found\nLocation: https://a.example/\n\n"
              "HTTP/1.1 200 OK\nX-Powered-By: " +
              words + "\n!passed over " + words + "\nServer: x\n"));
}

TEST_CASE("text: a rule's points are said once, and what can't be judged in one line") {
  const std::string text =
      to_text(analyze("HTTP/1.1 302 Found\nLocation: https://site.example/\nX-Debug-Token: a\n"
                      "X-Debug-Token-Link: /b\nServer: x\n"
                      "Strict-Transport-Security: max-age=31536000; includeSubDomains\n"));
  const std::size_t first = text.find("-25 leakage");
  REQUIRE(first != std::string::npos);
  CHECK(text.find("-25 leakage", first + 1) == std::string::npos);
  CHECK(text.find("Grade: A (91 of 100), for transport and leakage alone\n") != std::string::npos);
  CHECK(text.find("not judged: scripts, framing and isolation. The response isn't a page") != std::string::npos);
}

/// A server whose locations have headers of their own.
constexpr std::string_view kPlaces =
    "server {\n  add_header X-Frame-Options DENY;\n  add_header X-Content-Type-Options nosniff;\n"
    "  location /app {\n    add_header Cache-Control no-store;\n  }\n"
    "  location /own {\n    add_header X-Frame-Options DENY;\n  }\n}\n";

TEST_CASE("a place that loses headers is told with what it loses, where it stands and which response it is") {
  const Report report = analyze(kPlaces);
  REQUIRE(report.input.losses.size() == 2);
  const LossSummary& app = report.input.losses[0];
  CHECK(app.place == "location /app block, line 4");
  CHECK(app.headers == std::vector<std::string_view>{"X-Frame-Options", "X-Content-Type-Options"});
  CHECK(kPlaces.substr(app.span.start, app.span.size()) == "  location /app {");
  REQUIRE(app.response);
  CHECK(report.input.responses[*app.response].place == app.place);
  const LossSummary& own = report.input.losses[1];
  CHECK(own.headers == std::vector<std::string_view>{"X-Content-Type-Options"});
  CHECK(kPlaces.substr(own.span.start, own.span.size()) == "  location /own {");
  // A place that sets nothing is no response of its own.
  const Report apache =
      analyze("Header set X-Frame-Options DENY\n<Location \"/a\">\n  Header unset X-Frame-Options\n</Location>\n");
  REQUIRE(apache.input.losses.size() == 1);
  CHECK_FALSE(apache.input.losses[0].response);
  CHECK(analyze("HTTP/1.1 200 OK\nServer: x\n").input.losses.empty());
  const Json json = Json::parse(to_json(report));
  CHECK(json["input"]["losses"][0]["headers"].size() == 2);
  CHECK(json["input"]["losses"][0]["response"] == *app.response);
  CHECK_FALSE(Json::parse(to_json(apache))["input"]["losses"][0].contains("response"));
}

TEST_CASE("every report tells once, and ahead of the findings, what places lose") {
  const Report report = analyze(kPlaces);
  const std::string text = to_text(report);
  const std::string_view sentence =
      "location /app block, line 4, doesn't send X-Frame-Options and X-Content-Type-Options: its own add_header drops "
      "all that it would inherit. Repeat them there.";
  CHECK(contains(text, "Lost:  " + std::string(sentence) + " Judge it with --option response=1.\n"));
  const auto once_before = [](const std::string& document, std::string_view what, std::string_view later) {
    const std::size_t at = document.find(what);
    REQUIRE(at != std::string::npos);
    CHECK(at < document.find(later));
    CHECK(document.find(what, at + 1) == std::string::npos);
  };
  once_before(text, "location /app block, line 4, doesn't send", "x-content-type-options");
  once_before(to_markdown(report), "location /app block, line 4, doesn't send", "What to do first");
  once_before(to_html(report), "location /app block, line 4, doesn&#39;t send", "What to do first");
  CHECK(contains(to_sarif(report, "a"), "location /app block, line 4, doesn't send"));
  CHECK_FALSE(contains(to_markdown(analyze("HTTP/1.1 200 OK\nServer: x\n")), "Where headers are lost"));
}

TEST_CASE("a grade says where its text is no whole response") {
  for (const std::string_view whole : {"HTTP/1.1 200 OK\nServer: x\n", ""}) {
    INFO(whole);
    CHECK_FALSE(analyze(whole).grade.partial);
    CHECK_FALSE(Json::parse(to_json(analyze(whole)))["grade"].contains("partial"));
  }
  for (const std::string_view part : {"default-src 'self'", "server {\n  add_header X-Frame-Options DENY;\n}\n",
                                      "HTTP/1.1 304 Not Modified\nServer: x\n"}) {
    INFO(part);
    CHECK(analyze(part).grade.partial);
    CHECK(Json::parse(to_json(analyze(part)))["grade"]["partial"] == true);
  }
}

TEST_CASE("the report has the place of the X-Frame-Options that counts, in the language of the text") {
  constexpr std::string_view kText = "server {\n  # X-Frame-Options: none\n  add_header X-Frame-Options DENY;\n}\n";
  const std::optional<Span> span = analyze(kText).x_frame_options_span;
  REQUIRE(span);
  CHECK(kText.substr(span->start, span->size()) == "X-Frame-Options DENY");
  CHECK_FALSE(analyze("HTTP/1.1 200 OK\nServer: x\n").x_frame_options_span);
}

TEST_CASE("what to do first names the step of the max-age that is written, in a paste and in code") {
  for (const std::string_view text :
       {"HTTP/2 200\ncontent-type: text/html\n",
        "const app = require('express')();\napp.use((req, res, next) => {\n"
        "  res.setHeader('Strict-Transport-Security', 'max-age=600');\n  next();\n});\n"}) {
    INFO(text);
    const std::string document = to_markdown(analyze(text));
    const std::size_t steps = document.find("What to do first");
    REQUIRE(steps != std::string::npos);
    const std::size_t end = document.find("## Findings");
    CHECK(contains(std::string_view(document).substr(steps, end - steps), "This is the last step, a year."));
  }
}

TEST_CASE("text: more than three notes are named in one line, unless all are asked for") {
  const auto notes_of = [](std::string_view paste, bool all) {
    const Report report = analyze(paste);
    const std::string text = to_text(report, {.all_notes = all});
    std::size_t lines = 0;
    for (std::size_t at = text.find("\nINFO "); at != std::string::npos; at = text.find("\nINFO ", at + 1)) ++lines;
    for (const Finding& finding : report.findings) {
      INFO(finding.rule->id);
      CHECK(contains(text, finding.rule->id));
    }
    return lines;
  };
  constexpr std::string_view kMany = "default-src 'self'; img-src *; report-uri /csp; frame-src *; connect-src *";
  CHECK(notes_of(kMany, false) == 1);
  CHECK(notes_of(kMany, true) > 3);
  CHECK(notes_of("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; img-src *", false) ==
        1);
}

TEST_CASE("text: a missing header of low weight is said in one line, with what to do") {
  const std::string text = to_text(analyze("HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nServer: x\n"));
  CHECK(contains(text, "[Cross-Origin-Opener-Policy, absent]  Do:  Send Cross-Origin-Opener-Policy: same-origin"));
  CHECK(!contains(text, "The response has no Cross-Origin-Opener-Policy header."));
}

TEST_CASE("what to do says lines without what curl -v puts before them") {
  const Report report = analyze("> GET / HTTP/2\n> Host: a.test\n>\n< HTTP/2 200\n< content-type: text/html\n<\n");
  for (const std::string& document : {to_markdown(report), to_html(report)}) {
    CHECK(contains(document, "Strict-Transport-Security: max-age="));
    CHECK_FALSE(contains(document, "`< Strict"));
    CHECK_FALSE(contains(document, "`< content-type"));
    CHECK_FALSE(contains(document, "<code>&lt; "));
  }
}

/// The message of the rule's finding in the response; empty where there is none.
std::string message_in(const std::string& headers, std::string_view rule) {
  const Json report = Json::parse(to_json(analyze("HTTP/2 200\ncontent-type: text/html; charset=utf-8\n" + headers)));
  for (const Json& finding : report["findings"]) {
    if (finding["rule"] == rule) return finding["message"];
  }
  return {};
}

TEST_CASE("a message names the word that is at fault, and what is wrong with it") {
  const auto hsts = [](const std::string& value) {
    return message_in("strict-transport-security: max-age=31536000" + value + "\n",
                      "strict-transport-security/malformed-directive");
  };
  CHECK(contains(hsts("; foo="), "because of foo=: no value comes after =."));
  CHECK(contains(hsts("; =foo"), "no name comes before =."));
  CHECK(contains(hsts(" always"), "always belongs outside the quotes"));
  CHECK(contains(hsts(" preload"), "no semicolon comes before preload."));
  CHECK(contains(hsts(", max-age=1"), "a comma is where a semicolon must be."));
  CHECK(contains(hsts("; includeSubDomains=1"), "includeSubDomains takes no value."));
  const auto policy = [](const std::string& value, std::string_view rule) {
    return message_in("content-security-policy: " + value + "\n", rule);
  };
  CHECK(contains(policy("script-src 'self' ws: https://a.test", "csp/browser-dependent-scripts"), "because of ws:,"));
  CHECK(contains(policy("script-src 'strict-dynmaic'", "csp/unknown-keyword"),
                 "; 'strict-dynamic' is the closest keyword."));
  CHECK_FALSE(contains(policy("script-src 'whatever'", "csp/unknown-keyword"), "closest"));
  CHECK(contains(policy("allow 'self'; default-src 'self'", "csp/obsolete-directive"), "default-src replaced it"));
  CHECK_FALSE(contains(policy("allow 'self'; default-src 'self'", "csp/obsolete-directive"), "frame-ancestors"));
  CHECK(contains(
      message_in("permissions-policy: geolocation=(self, \"https://a.test\")\n", "permissions-policy/malformed"),
      "a comma separates two values"));
  CHECK(contains(message_in("expect-ct: max-age=1\n", "response/obsolete-header"), "Certificate Transparency"));
  CHECK_FALSE(contains(message_in("public-key-pins: max-age=1\n", "response/obsolete-header"), "Transparency"));
}

TEST_CASE("a word that is in its list already is removed by name") {
  const Report report = analyze("script-src 'self' 'self; object-src 'none'");
  const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                  [](const Finding& finding) { return finding.rule->id == "csp/unbalanced-quote"; });
  REQUIRE(found != report.findings.end());
  REQUIRE(found->fix);
  CHECK(found->fix->title == "Remove it: the list has the keyword already");
}

TEST_CASE("a configuration whose error pages stay bare is told of once") {
  const auto told = [](std::string_view text, std::string_view words) {
    const std::vector<std::string> notices = analyze(text).input.notices;
    return std::count_if(notices.begin(), notices.end(),
                         [&](const std::string& notice) { return contains(notice, words); });
  };
  constexpr std::string_view kNginx = "error pages (4xx and 5xx) only with always: write add_header";
  CHECK(told(kPlaces, kNginx) == 1);
  CHECK(told("server {\n  add_header X-Frame-Options DENY always;\n}\n", kNginx) == 0);
  CHECK(told("server {\n  add_header Cache-Control no-store;\n  add_header X-Frame-Options DENY always;\n}\n",
             kNginx) == 0);
  constexpr std::string_view kApache = "error pages (4xx and 5xx) only with always: write Header always set";
  CHECK(told("Header set X-Frame-Options DENY\nHeader set X-Content-Type-Options nosniff\n", kApache) == 1);
  CHECK(told("Header always set X-Frame-Options DENY\n", kApache) == 0);
}

TEST_CASE("SARIF: a letter about few protections says about which") {
  const auto extent = [](std::string_view paste) {
    return Json::parse(to_sarif(analyze(paste), "stdin"))["runs"][0]["properties"].value("extent", "");
  };
  CHECK(extent("script-src 'self'") == "for scripts and framing alone");
  CHECK(extent("HTTP/1.1 200 OK\nContent-Type: text/html\nServer: x\n").empty());
}

TEST_CASE("folded lines are told of once a run, and a 304 that nothing counts as missing") {
  const auto notices = [](std::string_view text) { return analyze(text).input.notices; };
  CHECK(notices("HTTP/1.1 200 OK\nServer: x\nX-A: a,\n b,\n c\nX-B: a,\n b\n") ==
        std::vector<std::string>{
            "Lines 4 to 5 continue the header above them; servers and browsers may refuse such folded headers.",
            "Line 7 continues the header above it; servers and browsers may refuse such folded headers."});
  CHECK(notices("HTTP/1.1 304 Not Modified\nETag: \"a\"\nServer: x\n").size() == 1);
  CHECK(notices("HTTP/1.1 200 OK\nServer: x\n").empty());
}

TEST_CASE("the command above a response tells its URL") {
  const auto url = [](std::string_view command) {
    const Report report = analyze(std::string(command) + "\nHTTP/1.1 200 OK\nServer: x\nContent-Type: text/html\n");
    return report.input.responses.empty() ? std::string("none") : report.input.responses[0].url;
  };
  CHECK(url("$ curl -sI https://site.example/a") == "https://site.example/a");
  CHECK(url("curl -sI 'https://site.example/?a=1&b=2'") == "https://site.example/?a=1&b=2");
  CHECK(url("# curl -e https://other.example/ http://site.example/ -H 'A: b'") == "http://site.example/");
  CHECK(url("> http https://site.example/") == "https://site.example/");
  CHECK(url("see curl -sI https://site.example/a").empty());
  CHECK(url("$ curl -sI site.example").empty());
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
    const Json sarif = Json::parse(to_sarif(report, "stdin", {"1.0.0"}));
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

TEST_CASE("one finding a rule and header, in every format, with all its places") {
  const std::string text =
      "HTTP/1.1 200 OK\nContent-Type: text/html\nSet-Cookie: sid=1\nSet-Cookie: token=2\nSet-Cookie: auth=3\n"
      "Content-Security-Policy: script-src 'self' https://accounts.google.com https://www.youtube.com; "
      "img-src self; font-src self\n";
  const Report report = analyze(text);
  std::vector<std::pair<const RuleInfo*, std::string_view>> seen;
  for (const Finding& finding : report.findings) {
    const std::pair<const RuleInfo*, std::string_view> key(finding.rule, finding.header);
    INFO(finding.rule->id);
    CHECK(std::find(seen.begin(), seen.end(), key) == seen.end());
    seen.push_back(key);
    if (finding.places.empty()) continue;
    CHECK(finding.places.size() > 1);
    CHECK(finding.places.front().span == *finding.span);
  }
  const Json json = Json::parse(to_json(report));
  const Json sarif = Json::parse(to_sarif(report, "stdin", {"1.0.0"}));
  std::size_t joined = 0;
  for (const Json& finding : json.at("findings")) {
    if (!finding.contains("places")) continue;
    ++joined;
    const std::string rule = finding.at("rule").get<std::string>();
    INFO(rule);
    CHECK(finding.at("places")[0].at("span") == finding.at("span"));
    for (const Json& place : finding.at("places")) {
      const std::string label = place.at("label").get<std::string>();
      if (finding.at("places").size() <= 6 && label != finding.at("places")[0].at("label").get<std::string>()) {
        CHECK(contains(finding.at("message").get<std::string>(), label));
      }
      CHECK(place.contains("confidence"));
    }
    for (const Json& result : sarif.at("runs")[0].at("results")) {
      if (result.at("ruleId") == rule) CHECK(result.at("relatedLocations").size() + 1 == finding.at("places").size());
    }
  }
  CHECK(joined >= 4);
}

TEST_CASE("every format says how sure a finding is and what it costs") {
  const Report report = analyze("HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nSet-Cookie: sid=1\n");
  CHECK(contains(to_text(report), "set-cookie/session-without-secure  -60 cookies, likely"));
  CHECK(contains(to_text(report), "Next:  To reach "));
  CHECK(contains(to_markdown(report), "set-cookie/session-without-secure | -60 cookies | likely |"));
  CHECK(contains(to_markdown(report), "Set-Cookie, line 3, column 13, likely"));
  CHECK(contains(to_markdown(report), "| Scripts | F | 0 | 35 |"));
  CHECK(contains(to_sarif(report, "stdin", {"1.0.0"}), "\"confidence\":\"likely\""));
  CHECK(contains(to_json(report), "\"confidence\":\"likely\""));
  CHECK(contains(to_json(report), "\"weight\":35"));
  CHECK(contains(to_json(report), "\"next\":{"));
}

TEST_CASE("a finding that holds in some browsers only names them, the same in every format") {
  const Report report = analyze(
      "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nSet-Cookie: a=1; SameSite=None\n"
      "Permissions-Policy: camera 'none'\nSet-Cookie: b=1; Secure\nReferrer-Policy: unsafe-url\n"
      "NEL: {\"report_to\":\"a\",\"max_age\":1}\n");
  const Json sarif = Json::parse(to_sarif(report, "stdin", {"1.0.0"}));
  std::size_t named = 0;
  const Json json = Json::parse(to_json(report));
  for (const Json& finding : json.at("findings")) {
    const std::string rule = finding.at("rule").get<std::string>();
    INFO(rule);
    const Json browsers = finding.value("browsers", Json());
    const bool of_cookie = rule == "set-cookie/same-site-none-without-secure";
    if (of_cookie) CHECK(browsers == Json({"chromium", "firefox"}));
    if (rule == "permissions-policy/feature-policy-syntax") CHECK(browsers == Json::array({"chromium"}));
    if (rule == "referrer-policy/unsafe-url") CHECK(browsers.is_null());
    for (const Json& result : sarif.at("runs")[0].at("results")) {
      if (result.at("ruleId") == rule) CHECK(result.at("properties").value("browsers", Json()) == browsers);
    }
    if (!browsers.is_null()) ++named;
  }
  CHECK(named >= 3);
  CHECK(contains(to_text(report), "-15 cookies, only in Chromium and Firefox"));
  CHECK(contains(to_markdown(report), "Set-Cookie, line 3, column 18, only in Chromium and Firefox"));
  ReportOptions options;
  options.format = ReportFormat::Html;
  CHECK(contains(write_report(report.source, {}, options).text,
                 "Set-Cookie, line 3, column 18, only in Chromium and Firefox"));
}

TEST_CASE("what places share holds where any of them does") {
  // The first is ignored by Firefox alone, the second by Safari as well.
  const Report report = analyze("img-src https://*/a/ */b/");
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == "csp/wildcard-path") CHECK(finding.browsers == (decide::kInFirefox | decide::kInWebKit));
  }
  for (const Finding& finding : analyze("img-src https://*/a/").findings) {
    if (finding.rule->id == "csp/wildcard-path") CHECK(finding.browsers == decide::kInFirefox);
  }
}

TEST_CASE("a rule whose message speaks of some browsers says in which it holds") {
  constexpr std::string_view kNames[] = {"Chromium", "Firefox", "Safari (WebKit)"};
  // Their messages tell of versions, or of two browsers that do different things.
  constexpr std::string_view kOtherwise[] = {"csp/connect-any-host", "csp/frame-ancestors-path",
                                             "csp/control-character"};
  std::size_t seen = 0;
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    for (const Finding& finding : analyze(rule->bad).findings) {
      if (finding.rule != rule) continue;
      const std::string message = message_of(finding);
      const bool speaks = std::any_of(std::begin(kNames), std::end(kNames),
                                      [&](std::string_view name) { return contains(message, name); });
      const bool all = std::all_of(std::begin(kNames), std::end(kNames),
                                   [&](std::string_view name) { return contains(message, name); });
      if (finding.browsers != 0) ++seen;
      if (!speaks || all || finding.severity == Severity::Good) continue;
      if (std::find(std::begin(kOtherwise), std::end(kOtherwise), rule->id) != std::end(kOtherwise)) continue;
      CHECK(finding.browsers != 0);
    }
    // Whoever reads the catalogue finds out why.
    if (rule->browsers == decide::kInChromium)
      CHECK(contains(std::string(rule->message) + std::string(rule->why), "Chromium"));
  }
  CHECK(seen >= 25);
}

TEST_CASE("the same source at two places is counted as one") {
  for (const Finding& finding :
       analyze("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Security-Policy: img-src http://a.example; font-src "
               "http://a.example\nX-Powered-By: PHP/8.1.2\nX-Powered-By: ASP.NET\n")
           .findings) {
    if (finding.rule->id == "csp/insecure-source") {
      CHECK(contains(message_of(finding), "This applies in 2 places."));
    } else if (finding.rule->id == "x-powered-by/technology") {
      CHECK(message_of(finding) == "The 2 headers reveal PHP/8.1.2 and ASP.NET.");
    }
  }
}

TEST_CASE("reports are short: real pages with a policy") {
  std::vector<std::size_t> lines;
  std::vector<std::size_t> bytes;
  for (const testing::RealResponse& response : testing::real_responses(3)) {
    const std::string text = testing::as_message(response);
    if (response.status != 200 || (text.find("ontent-Security-Policy: ") == std::string::npos &&
                                   text.find("ontent-security-policy: ") == std::string::npos))
      continue;
    const std::string report = to_text(analyze(text));
    lines.push_back(static_cast<std::size_t>(std::count(report.begin(), report.end(), '\n')));
    bytes.push_back(report.size());
  }
  REQUIRE(lines.size() > 50);
  std::sort(lines.begin(), lines.end());
  std::sort(bytes.begin(), bytes.end());
  CHECK(lines[lines.size() / 2] <= 45);
  CHECK(bytes[bytes.size() * 9 / 10] <= 9216);
}

struct Noted {
  std::string_view policy;
  std::string_view about;
  std::string_view words;  // of the policy, in the note
};

TEST_CASE("where a peer says otherwise, a note says why with the policy's words") {
  for (const Noted& noted : {Noted{"script-src 'self' https://cdn.jsdelivr.net; object-src 'none'; base-uri 'none'",
                                   "content-security-policy", "https://cdn.jsdelivr.net"},
                             Noted{"script-src 'self' https://www.youtube.com; object-src 'none'; base-uri 'none'",
                                   "SCRIPT_ALLOWLIST_BYPASS", "youtube.com"},
                             Noted{"script-src 'self'; base-uri 'none'", "MISSING_DIRECTIVES", "object-src"},
                             Noted{"script-src 'self' https://unpkg.com; object-src 'none'; base-uri 'none'",
                                   "csp/script-upload-host", "https://unpkg.com"}}) {
    INFO(noted.policy);
    const Report report = analyze("HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Security-Policy: " +
                                  std::string(noted.policy) + "\n");
    REQUIRE(report.elsewhere);
    const auto& notes = report.elsewhere->notes;
    const auto found =
        std::find_if(notes.begin(), notes.end(), [&](const peers::Note& note) { return note.about == noted.about; });
    REQUIRE(found != notes.end());
    CHECK(contains(found->sentence, noted.words));
    CHECK(contains(to_json(report), "\"notes\":["));
  }
  const Report agreed = analyze(
      "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Security-Policy: script-src * 'unsafe-inline'\n");
  for (const peers::Note& note : agreed.elsewhere->notes) CHECK(note.about != "SCRIPT_UNSAFE_INLINE");
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
    {"{\"log\":{\"entries\":[]}}", "The archive contains no response with headers."},
    {"/*\n  X-Frame-Options: DENY\n", "A _headers file, 1 header in /*, line 1"},
    {"add_header X-Frame-Options DENY;\n", "An nginx configuration, 1 header"},
    {"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src x.example\">",
     "An HTML page, 1 response, 1 header"},
    {"", "Nothing was pasted yet."},
    {"{\"name\":\"app\"}", "This is JSON, but not a set of response headers"},
    {"<html><title>x</title></html>", "This is HTML without a <meta http-equiv="},
    {"https://a.example/", "This is a URL, not a response"},
    {"shop.example", "This is a URL, not a response"},
    {"www.shop.example/path?q=1\n", "This is a URL, not a response"},
    {"localhost:3000", "This is a URL, not a response"},
    {"192.168.0.1:8080", "This is a URL, not a response"},
    {"curl: (6) Could not resolve host: a.example\n", "curl failed and received nothing"},
    {"\x89PNG\r\n\x1a\n", "This is binary data"},
    {"hello", "This text contains no response headers and no Content-Security-Policy."},
};

TEST_CASE("each kind of paste is called by its own name") {
  for (const Said& said : kSaid) {
    INFO(said.pasted);
    const std::string description = analyze(said.pasted).input.description;
    CHECK(description.substr(0, said.sentence.size()) == said.sentence);
  }
}

TEST_CASE("a letter about few protections has its extent in the report, any other has none") {
  const auto extent = [](std::string_view text) {
    const Json grade = Json::parse(to_json(analyze(text)))["grade"];
    return grade.contains("extent") ? grade["extent"].get<std::string>() : std::string();
  };
  CHECK(extent("img-src 'self'") == "for scripts and framing alone");
  CHECK(extent("server { add_header X-Frame-Options DENY; }") == "for framing alone");
  CHECK(extent("HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Options: DENY\n").empty());
  CHECK(extent("").empty());
  // A part of a policy is said to be read as one.
  const auto description = [](std::string_view text) { return analyze(text).input.description; };
  CHECK(description("script-src 'self'").find("one directive: if your policy has more, paste all of it") !=
        std::string::npos);
  CHECK(description("Content-Security-Policy: img-src *\n").find("one directive") != std::string::npos);
  CHECK(description("script-src 'self'; object-src 'none'").find("one directive") == std::string::npos);
  CHECK(description("HTTP/1.1 200 OK\nContent-Security-Policy: img-src *\n").find("one directive") ==
        std::string::npos);
}

}  // namespace report_test
}  // namespace headstrong
