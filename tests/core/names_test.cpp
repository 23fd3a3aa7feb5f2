// Headers' names where they do not belong or are not quite right, and answers that are not the site's:
// what the rules' fixtures can't hold, every form and every real set.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"
#include "headstrong/analyze.hpp"
#include "http/near_names.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/edits.hpp"
#include "support/fixes.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace names_test {

std::vector<const Finding*> findings_of(const Report& report, std::string_view rule) {
  std::vector<const Finding*> found;
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule) found.push_back(&finding);
  }
  return found;
}

std::string_view meant_by(std::string_view name) { return http::spelling(http::near_name(name).meant); }

TEST_CASE("a slip in a header's name is told from a name of somebody's own") {
  constexpr struct {
    std::string_view name, meant;
  } kRows[] = {
      {"X-Content-Options", "X-Content-Type-Options"},
      {"X-Frame-Option", "X-Frame-Options"},
      {"Content-Security-Polcy", "Content-Security-Policy"},
      {"Strict-Transport-Securty", "Strict-Transport-Security"},
      {"Access-Control-Allow-Method", "Access-Control-Allow-Methods"},
      {"Cross-Origin-Resources-Policy", "Cross-Origin-Resource-Policy"},
      // a letter too many, too few, another, two changed places; two in a long name
      {"X-Frames-Options", "X-Frame-Options"},
      {"X-Fame-Options", "X-Frame-Options"},
      {"X-Frane-Options", "X-Frame-Options"},
      {"X-Farme-Options", "X-Frame-Options"},
      {"Refferer-Policy", "Referrer-Policy"},
      {"Referer-Policy", "Referrer-Policy"},
      {"Permission-Policy", "Permissions-Policy"},
      {"Permissions-Policies", "Permissions-Policy"},
      {"Content-Secruity-Polciy", "Content-Security-Policy"},
      {"Cache-Contol", "Cache-Control"},
      {"Set-Cookies", "Set-Cookie"},
      {"Clear-Sites-Data", "Clear-Site-Data"},
      {"Cross-Origin-Embeder-Policy", "Cross-Origin-Embedder-Policy"},
      // what parts the words
      {"X_Content_Type_Options", "X-Content-Type-Options"},
      {"Content Security Policy", "Content-Security-Policy"},
      {"ContentSecurityPolicy", "Content-Security-Policy"},
      {"XFrame-Options", "X-Frame-Options"},
      {"Strict-TransportSecurity", "Strict-Transport-Security"},
      {"Content\xE2\x80\x91Security\xE2\x80\x91Policy", "Content-Security-Policy"},
      {"X\xE2\x80\x93"
       "Frame\xE2\x80\x93Options",
       "X-Frame-Options"},
      // words in another order, left out, put in
      {"Content-Policy-Security", "Content-Security-Policy"},
      {"Strict-Security-Transport", "Strict-Transport-Security"},
      {"Allow-Access-Control-Origin", "Access-Control-Allow-Origin"},
      {"Access-Control-Origin", "Access-Control-Allow-Origin"},
      {"Control-Allow-Origin", "Access-Control-Allow-Origin"},
      {"Cross-Opener-Policy", "Cross-Origin-Opener-Policy"},
      {"Frame-Options", "X-Frame-Options"},
      {"Content-Type-Options", "X-Content-Type-Options"},
      {"XSS-Protection", "X-XSS-Protection"},
      {"HTTP-Strict-Transport-Security", "Strict-Transport-Security"},
      {"X-Strict-Transport-Security", "Strict-Transport-Security"},
      {"X-Referrer-Policy", "Referrer-Policy"},
      {"X-Permissions-Policy", "Permissions-Policy"},
      {"X-Access-Control-Allow-Origin", "Access-Control-Allow-Origin"},
      {"Content-Security-Policy-Header", "Content-Security-Policy"},
      {"Strict-Transport-Security-Policy", "Strict-Transport-Security"},
      {"Content-Security-Policy-Report", "Content-Security-Policy-Report-Only"},
      // somebody's own, or too far from any
      {"X-Content-Security-Policy", ""},
      {"X-Content-Security-Policy-Report-Only", ""},
      {"X-WebKit-CSP", ""},
      {"X-Content-Type", ""},
      {"X-Cache-Control", ""},
      {"X-Location", ""},
      {"X-Server", ""},
      {"X-Set-Cookie", ""},
      {"Set-Cookie2", ""},
      {"CDN-Cache-Control", ""},
      {"Surrogate-Control", ""},
      {"Origin-Cache-Control", ""},
      {"User-Cache-Control", ""},
      {"Cache-Groups", ""},
      {"Access-Control-Request-Headers", ""},
      {"Access-Control-Request-Method", ""},
      {"Access-Control-Allow-Private-Network", ""},
      {"Access-Control-Allow", ""},
      {"Cross-Origin-Policy", ""},
      {"X-Archive-Orig-Strict-Transport-Security", ""},
      {"X-Original-Content-Security-Policy", ""},
      {"Content-Security-Policy-Nonce", ""},
      {"Sec-Fetch-Site", ""},
      {"X-Robots-Tag", ""},
      {"X-Frame-Id", ""},
      {"Expiry", ""},
      {"Document-Policy", ""},
      {"Document-Isolation-Policy", ""},
      {"Origin-Trial", ""},
      {"Report", ""},
      {"contentSecurityPolicy", ""},
      {"", ""},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.name);
    CHECK(meant_by(row.name) == row.meant);
  }
  for (std::size_t i = 0; i < http::kHeaderNameCount; ++i) {
    const std::string_view known = http::spelling(static_cast<http::HeaderName>(i));
    CAPTURE(known);
    CHECK(meant_by(known).empty());
  }
}

TEST_CASE("among all real headers only real slips are found") {
  std::map<std::string, std::string> found;
  std::set<std::string> names;
  for (const testing::RealResponse& set : testing::real_responses(1)) {
    for (const auto& [name, value] : set.headers) {
      if (!names.insert(name).second) continue;
      if (const std::string_view meant = meant_by(name); !meant.empty()) found[text::lowered(name)] = meant;
    }
  }
  CHECK(names.size() > 1000);
  CHECK(found == std::map<std::string, std::string>{{"access-control-allow-method", "Access-Control-Allow-Methods"}});
}

/// The finding of a rule in a response with this line among others, with its fix applied.
std::string mended(std::string_view line, std::string_view rule) {
  const std::string text = "HTTP/1.1 200 OK\nContent-Type: text/html\n" + std::string(line) + "\nServer: x\n";
  const Report report = analyze(text);
  const std::vector<const Finding*> findings = findings_of(report, rule);
  if (findings.size() != 1) return std::to_string(findings.size()) + " findings";
  CHECK(testing::fault_of_fix(report, *findings[0], testing::judge_paste) == "");
  if (!findings[0]->fix) return "no fix";
  // One finding tells it: whatever else is said of the value stays true without the name.
  const std::string after = testing::apply(*findings[0]->fix, text);
  const Report mended_report = analyze(after);
  const Span field{static_cast<std::uint32_t>(text.find(line)),
                   static_cast<std::uint32_t>(text.find(line) + line.size())};
  for (const Finding& finding : report.findings) {
    const bool there = finding.span && field.start <= finding.span->start && finding.span->end <= field.end &&
                       finding.rule->id != rule;
    if (!there) continue;
    INFO(finding.rule->id);
    CHECK_FALSE(findings_of(mended_report, finding.rule->id).empty());
    CHECK_FALSE(finding.fix);
  }
  const std::size_t start = field.start;
  return after.substr(start, after.rfind("\nServer:") - start);
}

TEST_CASE("a misspelled name is mended, and what is absent stays absent until then") {
  CHECK(mended("X-Frame-Option: DENY", "response/misspelled-name") == "X-Frame-Options: DENY");
  CHECK(mended("Strict_Transport_Security: max-age=31536000", "response/misspelled-name") ==
        "Strict-Transport-Security: max-age=31536000");
  CHECK(mended("Content Security Policy: script-src 'self'; object-src 'none'; base-uri 'none'",
               "response/misspelled-name") ==
        "Content-Security-Policy: script-src 'self'; object-src 'none'; base-uri 'none'");
  const Report report = analyze(
      "HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Option: DENY\nStrict-Transport-Securty: "
      "max-age=31536000\nContent-Security-Polcy: default-src 'self'\nX-Content-Options: nosniff\n");
  for (const std::string_view rule :
       {"x-frame-options/absent", "strict-transport-security/absent", "csp/absent", "x-content-type-options/absent"}) {
    INFO(rule);
    CHECK(findings_of(report, rule).size() == 1);
  }
}

TEST_CASE("a header's own name leaves its value, and nothing else does") {
  constexpr struct {
    std::string_view name, value;
  } kRows[] = {
      {"Content-Security-Policy", "default-src 'none'"},
      {"Content-Security-Policy", "script-src 'self'; object-src 'none'; base-uri 'none'"},
      {"Content-Security-Policy-Report-Only", "default-src 'self'; report-uri /r"},
      {"X-Frame-Options", "DENY"},
      {"Strict-Transport-Security", "max-age=31536000; includeSubDomains"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Permissions-Policy", "camera=()"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Embedder-Policy", "require-corp"},
      {"Access-Control-Allow-Origin", "https://a.test"},
      {"Clear-Site-Data", "\"cache\""},
      {"Origin-Agent-Cluster", "?1"},
      {"Timing-Allow-Origin", "https://a.test"},
      {"X-XSS-Protection", "0"},
  };
  for (const auto& row : kRows) {
    const std::string name(row.name);
    const std::string value(row.value);
    const std::string right = name + ": " + value;
    for (const std::string& wrong :
         {name + ": " + name + ": " + value, name + ": " + name + ":" + value, name + ": " + name + "=" + value,
          name + ": " + name + " = " + value, name + ": " + name + " " + value,
          name + ": " + name + " : " + name + ": " + value, name + ": \"" + name + ": " + value + "\"",
          name + ": \"" + name + "\": \"" + value + "\"", name + ": " + name + " \"" + value + "\""}) {
      // Quotes within quotes: which of them are the value's own can't be told.
      if (value.front() == '"' && wrong.find("\"\"") != wrong.npos) continue;
      if (value.front() == '"' && wrong.find('"') < wrong.find(value)) continue;
      CAPTURE(wrong);
      CHECK(mended(wrong, "response/name-in-value") == right);
    }
  }
}

TEST_CASE("another header's name in a value gets a line, or its value back") {
  CHECK(mended("X-Frame-Options: X-Content-Type-Options: nosniff", "response/name-in-value") ==
        "X-Content-Type-Options: nosniff");
  CHECK(mended("X-Frame-Options: DENY; X-Content-Type-Options: nosniff", "response/name-in-value") ==
        "X-Frame-Options: DENY\nX-Content-Type-Options: nosniff");
  CHECK(mended("Referrer-Policy: no-referrer\\r\\nX-Frame-Options: DENY", "response/name-in-value") ==
        "Referrer-Policy: no-referrer\nX-Frame-Options: DENY");
  CHECK(mended("Content-Security-Policy: script-src 'self'; object-src 'none'; base-uri 'none', "
               "X-Frame-Options: DENY",
               "response/name-in-value") ==
        "Content-Security-Policy: script-src 'self'; object-src 'none'; base-uri 'none'\n"
        "X-Frame-Options: DENY");
}

TEST_CASE("a name in the last value leaves the fixes of what is absent") {
  const Report report = analyze("HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Options: X-Frame-Options: DENY\n");
  const std::vector<const Finding*> absent = findings_of(report, "x-content-type-options/absent");
  REQUIRE(absent.size() == 1);
  CHECK(absent[0]->fix.has_value());
}

TEST_CASE("of an answer that is not the site's only that is said") {
  std::size_t challenges = 0;
  for (const testing::RealResponse& set : testing::real_responses(1)) {
    const bool marked = std::any_of(set.headers.begin(), set.headers.end(), [](const auto& header) {
      return header.first == "cf-mitigated" || header.first == "CF-Mitigated";
    });
    const Report report = analyze(testing::as_message(set));
    const bool told = !findings_of(report, "response/challenge-page").empty();
    if (marked) CHECK(told);
    if (!told) continue;
    ++challenges;
    CHECK(report.findings.size() == 1);
    CHECK(report.grade.deductions.empty());
    for (const ProtectionGrade& grade : report.grade.protections) CHECK_FALSE(grade.letter);
    // Pages that a browser was shown are the site's, but for one that asks for a captcha.
    const bool captcha = report.findings[0].arguments[0] == "Yandex SmartCaptcha";
    CHECK((set.status != 200 || captcha));
  }
  CHECK(challenges >= 20);
  CHECK(challenges <= 60);
}

TEST_CASE("safe fixes take away nothing that was meant to protect") {
  constexpr std::string_view kPolicies[] = {
      "Content-Security-Policy default-src 'none'",
      "Content-Security-Policy: default-src 'none'",
      "policy default-src 'none'; img-src 'self'",
      "scripts 'self'; img-src 'self'",
      "img-src *; img-src 'none'",
      "default-src 'self'; 'self' script-src 'none'",
      "default-src 'self' script-src 'none'",
      "default-src 'self' script-src 'self'",
      "script-src 'self'; frame-options deny",
      "script-src 'self' strict-dynamic",
      "script-src 'self' 'strict-dynamc'",
      "script-src 'unsafe-inline' 'nonce-a?b'",
      "script-src 'unsafe-inline' 'sha256-a?b'",
      "default-src 'self'\xEF\xBC\x9Bscript-src 'none'",
      "img-src 'self'; referrer no-referrer",
      "img-src 'self'; require-sri-for script",
  };
  for (const std::string_view policy : kPolicies) {
    CAPTURE(policy);
    for (const Report& report :
         {analyze_policy(policy),
          analyze("<meta http-equiv=\"Content-Security-Policy\" content=\"frame-ancestors 'none'; "
                  "sandbox\">"),
          analyze("HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: sandbox; report-uri /r\n"),
          analyze("HTTP/1.1 200 OK\nStrict-Transport-Security: max-age=300\n"
                  "Strict-Transport-Security: max-age=31536000\n"),
          analyze("HTTP/1.1 200 OK\nX-Content-Security-Policy: default-src 'none'\n"
                  "Content-Security-Policy: default-src 'self'\n")}) {
      for (const Finding& finding : report.findings) {
        if (!finding.fix || finding.fix->applicability != Applicability::Safe) continue;
        INFO(finding.rule->id << ", " << finding.fix->title);
        const bool deletes = std::any_of(finding.fix->edits.begin(), finding.fix->edits.end(),
                                         [](const Edit& edit) { return edit.text.size() < edit.span.size(); });
        CHECK_FALSE(deletes);
      }
    }
  }
}

}  // namespace names_test
}  // namespace headstrong
