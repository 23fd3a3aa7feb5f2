// What the peers would say: rows of answers that are known to surprise, and every answer recorded
// from the peers themselves (tests/data/SOURCES.md).
#include "peers/peers.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "peers/collation.hpp"
#include "peers/https_url.hpp"
#include "peers/js_string.hpp"
#include "peers/structured_token.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

namespace headstrong::peers {
namespace peers_test {

using Json = nlohmann::json;

constexpr std::string_view kSite = "https://site.example/";

// ---- answers as the fixtures have them
// --------------------------------------------------------------

Json as_json(const CspEvaluatorAnswer& answer) {
  if (answer.error) return {{"error", *answer.error}};
  Json findings = Json::array();
  for (const CspEvaluatorFinding& finding : answer.findings) {
    Json row = {finding.type, finding.severity, finding.directive};
    if (finding.value) row.push_back(*finding.value);
    findings.push_back(std::move(row));
  }
  return findings;
}

Json as_json(const ObservatoryAnswer& answer) {
  Json tests = Json::object();
  for (const ObservatoryTest& test : answer.tests) {
    if (test.result) tests[std::string(test.name)] = {*test.result, test.modifier};
  }
  return {{"tests", tests}, {"score", answer.score}, {"grade", answer.grade}};
}

using Headers = std::vector<std::pair<std::string, std::string>>;

ObservatoryAnswer observe(const Headers& headers, int algorithm = kObservatoryLatest, std::string_view url = kSite) {
  std::vector<HeaderView> views;
  for (const auto& [name, value] : headers) views.push_back({name, value});
  return observatory(views, url, algorithm);
}

/// The result of one test, and its modifier: "csp-not-implemented -25".
std::string result_of(const ObservatoryAnswer& answer, std::string_view name) {
  for (const ObservatoryTest& test : answer.tests) {
    if (test.name != name) continue;
    return test.result ? std::string(*test.result) + ' ' + std::to_string(test.modifier) : "null";
  }
  return "no such test";
}

std::string csp_result(std::string_view policy, int algorithm = kObservatoryLatest) {
  return result_of(observe({{"Content-Security-Policy", std::string(policy)}}, algorithm), "content-security-policy");
}

/// "TYPE/SEVERITY/directive/value TYPE/..." without what says little (STRICT_CSP, NONE, and the
/// advice on Trusted Types that nearly every policy gets).
std::string worrying_findings(std::string_view policy) {
  const CspEvaluatorAnswer answer = csp_evaluator(policy);
  if (answer.error) return *answer.error;
  std::string text;
  for (const CspEvaluatorFinding& finding : answer.findings) {
    if (finding.severity == "STRICT_CSP" || finding.severity == "NONE") continue;
    if (finding.type == "REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS") continue;
    if (!text.empty()) text += ' ';
    text += std::string(finding.type) + '/' + std::string(finding.severity) + '/' + finding.directive;
    if (finding.value) text += '/' + *finding.value;
  }
  return text;
}

// ---- what the peers were recorded to answer
// ---------------------------------------------------------

std::vector<Json> records(std::string_view name) {
  std::ifstream stream(testing::data_path(name));
  REQUIRE(stream);
  std::vector<Json> result;
  for (std::string line; std::getline(stream, line);) result.push_back(Json::parse(line));
  return result;
}

/// Counts answers that differ and shows the first few.
class Comparison {
 public:
  void same(const Json& ours, const Json& theirs, std::string_view input) {
    ++compared_;
    if (ours == theirs) return;
    constexpr int kShown = 3;
    if (++different_ > kShown) return;
    UNSCOPED_INFO(input << "\n  ours:   " << ours.dump() << "\n  theirs: " << theirs.dump());
  }
  void finish(int expected) {
    CHECK(different_ == 0);  // first: what was to be shown goes with the first check
    CHECK(compared_ == expected);
  }

 private:
  int compared_ = 0;
  int different_ = 0;
};

Json csp_test(const std::string& policy, int algorithm) {
  return as_json(observe({{"Content-Security-Policy", policy}}, algorithm)).at("tests").at("content-security-policy");
}

TEST_CASE("all real policies are judged as CSP Evaluator and Observatory were recorded to judge them") {
  const std::vector<std::string>& policies = testing::real_policies();
  Comparison evaluator;
  Comparison observatory4;
  for (const Json& record : records("elsewhere-csps.ndjson")) {
    const std::string& policy = policies.at(record.at("line").get<std::size_t>() - 1);
    evaluator.same(as_json(csp_evaluator(policy)), record.at("cspEvaluator"), policy);
    observatory4.same(csp_test(policy, 4), record.at("observatory4"), policy);
  }
  evaluator.finish(807);
  observatory4.finish(807);

  Comparison observatory6;
  for (const Json& record : records("observatory6-csps.ndjson")) {
    const std::string& policy = policies.at(record.at("line").get<std::size_t>() - 1);
    observatory6.same(csp_test(policy, 6), {record.at("result"), record.at("modifier")}, policy);
  }
  observatory6.finish(807);
}

void compare_responses(std::string_view fixture, int algorithm, std::string_view key, int expected) {
  const std::vector<testing::RealResponse> responses = testing::real_responses(1);
  Comparison comparison;
  for (const Json& record : records(fixture)) {
    const testing::RealResponse& response = responses.at(record.at("line").get<std::size_t>() - 1);
    Json theirs = key.empty() ? record : record.at(std::string(key));
    theirs.erase("line");
    comparison.same(as_json(observe(response.headers, algorithm, response.url)), theirs, response.url);
  }
  comparison.finish(expected);
}

TEST_CASE("all real responses are graded as Observatory was recorded to grade them") {
  compare_responses("elsewhere-headersets.ndjson", 4, "observatory4", 4717);
  compare_responses("observatory6-headersets.ndjson", 6, "", 1939);
}

TEST_CASE("made-up policies and responses are judged as the peers were recorded to judge them") {
  Comparison evaluator;
  Comparison policies4;
  Comparison policies6;
  Comparison responses4;
  Comparison responses6;
  for (const Json& record : records("elsewhere-mutations.ndjson")) {
    if (record.contains("csp")) {
      const auto policy = record.at("csp").get<std::string>();
      evaluator.same(as_json(csp_evaluator(policy)), record.at("cspEvaluator"), policy);
      policies4.same(csp_test(policy, 4), record.at("observatory4"), policy);
      policies6.same(csp_test(policy, 6), record.at("observatory6"), policy);
      continue;
    }
    const auto headers = record.at("headers").get<Headers>();
    const auto url = record.at("url").get<std::string>();
    const std::string input = url + ' ' + record.at("headers").dump();
    responses4.same(as_json(observe(headers, 4, url)), record.at("observatory4"), input);
    responses6.same(as_json(observe(headers, 6, url)), record.at("observatory6"), input);
  }
  evaluator.finish(3000);
  policies4.finish(3000);
  policies6.finish(3000);
  responses4.finish(2000);
  responses6.finish(2000);
}

// ---- CSP Evaluator
// ----------------------------------------------------------------------------------

struct EvaluatorRow {
  std::string_view policy;
  std::string_view findings;
};

constexpr EvaluatorRow kEvaluatorRows[] = {
    {"default-src 'none'; script-src *:*", ""},
    {"default-src 'none'; script-src blob: filesystem:", ""},
    {"default-src 'none'; script-src https:", "PLAIN_URL_SCHEMES/HIGH/script-src/https:"},
    {"default-src 'none'; script-src //*", "PLAIN_WILDCARD/HIGH/script-src///*"},
    {"object-src 'none'; script-src 'none' https://ajax.googleapis.com", ""},
    {"default-src 'none'; object-src 'none' https://a.com", ""},
    {"script-src 'none'; object-src", "MISSING_DIRECTIVES/HIGH/object-src"},
    {"img-src 'self'", "MISSING_DIRECTIVES/HIGH/object-src MISSING_DIRECTIVES/HIGH/script-src"},
    {"default-src 'none'; script-src-elem 'nonce-abcdefghijk'", ""},
    {"default-src 'none'; script-src 'nonce-abcdefghijk'", "MISSING_DIRECTIVES/HIGH/base-uri"},
    {"constructor 'self'; default-src 'none'", ""},
    {"__proto__ 'self'; default-src 'none'", ""},
    {"valueof 'self'; default-src 'none'", "UNKNOWN_DIRECTIVE/SYNTAX/valueof"},
    // Names that are array indices come first, in numeric order; others in the order written.
    {"z; 10; 2; 01; default-src 'none'",
     "UNKNOWN_DIRECTIVE/SYNTAX/2 UNKNOWN_DIRECTIVE/SYNTAX/10 UNKNOWN_DIRECTIVE/SYNTAX/z "
     "UNKNOWN_DIRECTIVE/SYNTAX/01"},
    {"default-src 'none'; upgrade-insecure-requests 1", "IP_SOURCE/INFO/upgrade-insecure-requests/1"},
    {"default-src 'none'; img-src [::1]user@a.com", "IP_SOURCE/INFO/img-src/[::1]user@a.com"},
    {"default-src 'none'; img-src 'NONCE-abcdefgh1'", "INVALID_KEYWORD/SYNTAX/img-src/'NONCE-abcdefgh1'"},
    {"default-src 'none'; img-src 'NONE'", ""},
    {"default-src 'none'; script-src cdn.jsdelivr.net", "SCRIPT_ALLOWLIST_BYPASS/HIGH/script-src/cdn.jsdelivr.net"},
    {"default-src 'none'; script-src https://cdn.jsdelivr.net/npm/",
     "SCRIPT_ALLOWLIST_BYPASS/MEDIUM_MAYBE/script-src/https://cdn.jsdelivr.net/npm/"},
    {"default-src 'none'; script-src cdn.jsdelivr.net/angularjs/x/../",
     "SCRIPT_ALLOWLIST_BYPASS/HIGH/script-src/cdn.jsdelivr.net/angularjs/x/../"},
    {"default-src 'none'; script-src www.googletagmanager.com",
     "SCRIPT_ALLOWLIST_BYPASS/MEDIUM_MAYBE/script-src/www.googletagmanager.com"},
    {"default-src 'none'; script-src 'unsafe-eval' www.googletagmanager.com",
     "SCRIPT_UNSAFE_EVAL/MEDIUM_MAYBE/script-src/'unsafe-eval' "
     "SCRIPT_ALLOWLIST_BYPASS/HIGH/script-src/www.googletagmanager.com"},
    {"default-src 'none'; script-src *.com", "SCRIPT_ALLOWLIST_BYPASS/HIGH/script-src/*.com"},
    {"default-src 'none'; object-src vk.com", "OBJECT_ALLOWLIST_BYPASS/HIGH/object-src/vk.com"},
    // A directive's name among the values is seen in lower case only.
    {"default-src 'none' img-src", "MISSING_SEMICOLON/SYNTAX/default-src/img-src"},
    {"default-src 'none' IMG-SRC", ""},
    // White space is JavaScript's, and so is lower case.
    {"default-src\xC2\xA0'none'", ""},
    {"default-src 'none'; img-src 'bloc\xE2\x84\xAA'", ""},
    {"\xC3\x89; default-src 'none'", "UNKNOWN_DIRECTIVE/SYNTAX/\xC3\xA9"},
    {"default-src 'none'; img-src 'nonce-\xC3\xA9\xC3\xA9'",
     "NONCE_LENGTH/MEDIUM/img-src/'nonce-\xC3\xA9\xC3\xA9' "
     "NONCE_CHARSET/INFO/img-src/'nonce-\xC3\xA9\xC3\xA9' "
     "INVALID_KEYWORD/SYNTAX/img-src/'nonce-\xC3\xA9\xC3\xA9'"},
    {"script-src https://[", "Invalid URL"},
    {"script-src https:foo.com", "Invalid URL"},
    {"script-src ://foo.com", "Invalid URL"},
    {"script-src https://exa<mple.com", "Invalid URL"},
    {"report-uri /", "Invalid URL"},
};

TEST_CASE("CSP Evaluator's surprises") {
  for (const EvaluatorRow& row : kEvaluatorRows) {
    CAPTURE(row.policy);
    CHECK(worrying_findings(row.policy) == row.findings);
  }
}

TEST_CASE("what a directive for three kinds of script loses is said three times") {
  const CspEvaluatorAnswer answer =
      csp_evaluator("script-src 'nonce-abcdefgh1' 'unsafe-inline'; object-src 'none'; base-uri 'none'");
  int ignored = 0;
  for (const CspEvaluatorFinding& finding : answer.findings) ignored += finding.type == "IGNORED";
  CHECK(ignored == 3);
}

TEST_CASE("CSP Evaluator's findings are bounded, and those left out are counted") {
  std::string policy = "default-src 'none'; img-src";
  constexpr std::size_t kSources = 30000;
  for (std::size_t i = 0; i < kSources; ++i) policy += " http://h" + std::to_string(i);
  const CspEvaluatorAnswer answer = csp_evaluator(policy);
  CHECK(answer.findings.size() == kMaxCspEvaluatorFindings);
  const std::size_t advice = 1;  // on Trusted Types
  CHECK(answer.findings.size() + answer.omitted == kSources + advice);
}

// ---- Observatory
// ------------------------------------------------------------------------------------

struct CspRow {
  std::string_view policy;
  std::string_view result;
};

constexpr CspRow kCspRows[] = {
    {"default-src 'none'; script-src *:*", "csp-implemented-with-no-unsafe-default-src-none 10"},
    {"default-src 'none'; script-src *.co.uk", "csp-implemented-with-no-unsafe-default-src-none 10"},
    {"default-src 'none'; script-src 'none' https://evil.com", "csp-implemented-with-no-unsafe-default-src-none 10"},
    {"default-src *, default-src 'self'", "csp-implemented-with-no-unsafe-default-src-none 10"},
    {"default-src https:, default-src https://a.com", "csp-implemented-with-no-unsafe-default-src-none 10"},
    {"img-src 'self'; object-src 'none', script-src 'unsafe-inline' *",
     "csp-implemented-with-unsafe-inline-in-style-src-only 0"},
    {"default-src 'self', script-src 'unsafe-inline' *", "csp-implemented-with-no-unsafe 5"},
    {"default-src 'self', default-src 'self'", "csp-implemented-with-no-unsafe 5"},
    {"default-src 'nonce-abc' 'strict-dynamic' https:", "csp-implemented-with-no-unsafe 5"},
    {"default-src 'none'; object-src data:", "csp-implemented-with-no-unsafe-default-src-none 10"},
    {"default-src 'none', ", "csp-header-invalid -25"},
    {"default-src 'none'; img-src a; img-src b", "csp-header-invalid -25"},
    {"default-src 'none'; report-uri /a; report-uri /b", "csp-implemented-but-duplicate-directives 0"},
    {"default-src 'none'; report-uri http://a/x", "csp-implemented-with-insecure-scheme -20"},
    {"default-src 'none'; foo-bar http://b", "csp-implemented-with-insecure-scheme -20"},
    {"default-src 'none'; img-src http://b", "csp-implemented-with-insecure-scheme-in-passive-content-only -10"},
    {"script-src https://a.com/%zz; object-src 'none', script-src https://a.com/%zz; object-src "
     "'none'",
     "csp-header-invalid -25"},
    {"script-src 'strict-dynamic'; object-src 'none'", "csp-header-invalid -25"},
    {"script-src 'unsafe-eval'; object-src 'none'", "csp-implemented-with-unsafe-eval -10"},
    {"img-src 'self'", "csp-implemented-with-unsafe-inline -20"},
    {"a-src", "csp-header-invalid -25"},
    {";;;;;;", "csp-not-implemented -25"},
    {"", "csp-header-invalid -25"},
};

TEST_CASE("Observatory's surprises about policies") {
  for (const CspRow& row : kCspRows) {
    CAPTURE(row.policy);
    CHECK(csp_result(row.policy) == row.result);
  }
}

TEST_CASE("algorithm 4 does not split at commas") {
  CHECK(csp_result("default-src 'none', ", 4) == "csp-implemented-with-no-unsafe 5");
  CHECK(csp_result("default-src 'self', default-src *", 4) == "csp-implemented-with-unsafe-inline -20");
}

struct HeaderRow {
  std::string_view name;
  std::string_view value;
  std::string_view result;
};

// The test has the header's name.
constexpr HeaderRow kHeaderRows[] = {
    {"strict-transport-security", "max-age=abc", "hsts-implemented-max-age-at-least-six-months 0"},
    {"strict-transport-security", "max-age=\"0\"", "hsts-implemented-max-age-at-least-six-months 0"},
    {"strict-transport-security", "max-age=1; max-age=31536000", "hsts-implemented-max-age-at-least-six-months 0"},
    {"strict-transport-security", "max-age = 31536000", "hsts-header-invalid -20"},
    {"strict-transport-security", "max-age=15551999", "hsts-implemented-max-age-less-than-six-months -10"},
    {"strict-transport-security", "max-age=15552000", "hsts-implemented-max-age-at-least-six-months 0"},
    {"x-frame-options", "ALLOW-FROM https://a", "x-frame-options-allow-from-origin 0"},
    {"x-frame-options", "SAMEORIGIN, SAMEORIGIN", "x-frame-options-header-invalid -20"},
    {"x-frame-options", "deny", "x-frame-options-sameorigin-or-deny 5"},
    {"x-content-type-options", "nosniff, nosniff", "x-content-type-options-header-invalid -5"},
    {"referrer-policy", "no-referrer, nonsense", "referrer-policy-private 5"},
    {"referrer-policy", "no-referrer, unsafe-url", "referrer-policy-unsafe -5"},
    {"referrer-policy", "", "referrer-policy-header-invalid -5"},
    {"cross-origin-resource-policy", "Same-Origin", "corp-implemented-with-same-origin 10"},
    {"cross-origin-opener-policy", "Same-Origin", "coop-header-invalid -5"},
    {"cross-origin-opener-policy", "same-origin; report-to=\"x\"", "coop-implemented-with-same-origin 10"},
    {"cross-origin-embedder-policy", "", "coep-not-implemented 0"},
};

TEST_CASE("Observatory's surprises about other headers") {
  for (const HeaderRow& row : kHeaderRows) {
    CAPTURE(row.name, row.value);
    const ObservatoryAnswer answer = observe({{std::string(row.name), std::string(row.value)}});
    CHECK(result_of(answer, row.name) == row.result);
  }
}

TEST_CASE("frame-ancestors stands for X-Frame-Options, whatever it says") {
  const ObservatoryAnswer answer = observe({{"Content-Security-Policy", "frame-ancestors *"}});
  CHECK(result_of(answer, "x-frame-options") == "x-frame-options-implemented-via-csp 5");
}

TEST_CASE("cookies are guessed at by name, and their jar is a browser's") {
  const auto cookies = [](const Headers& headers, std::string_view url = kSite) {
    return result_of(observe(headers, kObservatoryLatest, url), "cookies");
  };
  CHECK(cookies({{"Set-Cookie", "assess=1; Secure"}}) == "cookies-session-without-httponly-flag -30");
  CHECK(cookies({{"Set-Cookie", "sid=1; Secure"}}) == "cookies-secure-with-httponly-sessions 0");
  CHECK(cookies({{"Set-Cookie", "heroku-session-affinity=1"}}) == "cookies-not-found 0");
  CHECK(cookies({{"Set-Cookie", "a=1; Domain=other.example"}}) == "cookies-not-found 0");
  CHECK(cookies({{"Set-Cookie", "a=1; Domain=co.uk"}}, "https://a.co.uk/") == "cookies-not-found 0");
  CHECK(cookies({{"Set-Cookie", "__Host-a=1; Secure; Path=/b"}}) == "cookies-not-found 0");
  CHECK(cookies({{"Set-Cookie", "a=1"}, {"set-cookie", "a=1; Secure; SameSite=Lax"}}) ==
        "cookies-secure-with-httponly-sessions-and-samesite 5");
  CHECK(cookies({{"Set-Cookie", "a=1"}, {"Strict-Transport-Security", "max-age=31536000"}}) ==
        "cookies-without-secure-flag-but-protected-by-hsts -5");
  // Where the host is unknown, a cookie for a domain is taken to suit it.
  CHECK(cookies({{"Set-Cookie", "a=1; Domain=other.example"}}, "") == "cookies-without-secure-flag -20");
}

TEST_CASE("a page that protects nothing gets an A+, as Observatory has it") {
  const ObservatoryAnswer answer = observe({
      {"Strict-Transport-Security", "max-age=31536000"},
      {"X-Content-Type-Options", "nosniff"},
      {"Content-Security-Policy",
       "default-src 'none'; script-src *:* 'unsafe-hashes'; script-src-elem * 'unsafe-inline' "
       "data:; "
       "script-src-attr 'unsafe-inline'; frame-ancestors *:*"},
  });
  CHECK(answer.score == 115);
  CHECK(answer.grade == "A+");
}

TEST_CASE("bonus points count from 90 on, and no score is below 0") {
  CHECK(observe({}).score == 30);
  CHECK(observe({}).grade == "D");
  const ObservatoryAnswer worst = observe({{"Set-Cookie", "sess=1; SameSite=x"},
                                           {"Content-Security-Policy", "x"},
                                           {"X-Frame-Options", "x"},
                                           {"Referrer-Policy", "x"},
                                           {"Cross-Origin-Opener-Policy", "x y"},
                                           {"Cross-Origin-Embedder-Policy", "x y"},
                                           {"Cross-Origin-Resource-Policy", "x"}});
  CHECK(worst.score == 0);
  CHECK(worst.grade == "F");
}

TEST_CASE("what headers can't decide has no result") {
  for (const int algorithm : {4, 6}) {
    const ObservatoryAnswer answer = observe({}, algorithm);
    CHECK(answer.algorithm == algorithm);
    CHECK(answer.tests.size() == (algorithm == 4 ? 10 : 12));
    for (const char* name : {"cross-origin-resource-sharing", "redirection", "subresource-integrity"}) {
      CHECK(result_of(answer, name) == "null");
    }
  }
}

TEST_CASE("many policies cost as much as they are long") {
  // Each of the small policies meets the two long lists; the square of their number would not end.
  std::string list = "img-src";
  for (int i = 0; i < 50000; ++i) list += " h" + std::to_string(i) + ".example";
  std::string policies = list + "," + list;
  for (int i = 0; i < 50000; ++i) policies += ",img-src q" + std::to_string(i);
  CHECK(csp_result(policies) == "csp-implemented-with-unsafe-inline -20");
}

// ---- securityheaders.com
// ----------------------------------------------------------------------------

TEST_CASE("the estimate of securityheaders.com keeps to what is known of it") {
  const std::vector<HeaderView> all = {
      {"Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'"},
      {"Strict-Transport-Security", "max-age=31536000"},
      {"X-Frame-Options", "DENY"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Permissions-Policy", "camera=()"},
  };
  const auto with_csp = [&all](std::string_view value) {
    std::vector<HeaderView> headers = all;
    headers[0].value = value;
    return security_headers(headers).grade;
  };
  CHECK(security_headers(all).estimate);
  CHECK(security_headers(all).grade == "A+");
  CHECK(with_csp("script-src 'unsafe-inline'") == "A");
  CHECK(with_csp("script-src 'unsafe-inline' 'nonce-abc'") == "A+");
  CHECK(with_csp("default-src 'unsafe-eval'") == "A");
  CHECK(with_csp("frame-ancestors 'self'") == "A+");  // reported as a flaw: issues 68 and 73

  std::vector<HeaderView> leaks = all;
  leaks[4].value = "unsafe-url";
  CHECK(security_headers(leaks).grade == "A");

  CHECK(security_headers({all[1], all[2], all[3], all[4]}).grade == "B");  // issue 70
  CHECK(security_headers({all[1], all[2], all[3], all[4], all[5]}).grade == "A");
  CHECK(
      security_headers({{"Content-Security-Policy", "frame-ancestors 'none'"}, all[1], all[3], all[4], all[5]}).grade ==
      "A+");
  CHECK(security_headers({{"Content-Security-Policy-Report-Only", "default-src 'self'"}}).grade == "F");
  CHECK(security_headers({}).grade == "F");
}

// ---- the parts
// --------------------------------------------------------------------------------------

struct UrlRow {
  std::string_view text;
  std::string_view answer;  // host and path; "ip" and the path; "" where it fails
};

constexpr UrlRow kUrlRows[] = {
    {"a.com", "a.com /"},
    {"A.COM/B", "a.com /B"},
    {"//a.com", "a.com /"},
    {"\\\\a.com\\b", "a.com /b"},
    {"", ""},
    {"/", ""},
    {"?a", ""},
    {"a.com?b/c", "a.com /"},
    {"a.com#b/c", "a.com /"},
    {"a.com/x/../y/./z/..", "a.com /y/"},
    {"a.com/%2E%2e/x/%2e", "a.com /x/"},
    {"a.com/../..", "a.com /"},
    {"user:pass@a.com", "a.com /"},
    {"a@b@c", "c /"},
    {"a.com@", ""},
    {"a.com:", "a.com /"},
    {"a.com:80", "a.com /"},
    {"a.com:65536", ""},
    {"a.com:80:90", ""},
    {"a.com:8a", ""},
    {":80", ""},
    {"a%41.com", "aa.com /"},
    {"a%2fb", ""},
    {"a%zz", ""},
    {"exa<mple", ""},
    {"a'b\"c`{}!$&()*+,;=~", "a'b\"c`{}!$&()*+,;=~ /"},
    {"1.2.3.4", "ip /"},
    {"0x7f.1/x", "ip /x"},
    {"0x", "ip /"},
    {"256", "ip /"},
    {"4294967296", ""},
    {"1.2.3.256", ""},
    {"1.2.3.4.5", ""},
    {"1..2", ""},
    {"a.1", ""},
    {"a.0xg", "a.0xg /"},
    {"08", ""},
    {"[::1]", "ip /"},
    {"[1:2:3:4:5:6:7:8]:80/", "ip /"},
    {"[1:2:3:4:5:6:7]", ""},
    {"[1::2::3]", ""},
    {"[::1.2.3.4]", "ip /"},
    {"[::01.2.3.4]", ""},
    {"[::1", ""},
    {"[::1]a", ""},
    {"xn--mnchen-3ya.de", "xn--mnchen-3ya.de /"},
    {"xn--", ""},
    {"xn--a", ""},
    {"xn--foo-bar", ""},
    {"\xC3\xA9.com", "\xC3\xA9.com /"},
    {"%C3%89.com", "\xC3\xA9.com /"},
    {"%E9.com", ""},
    {"\xEF\xBC\x91\xE3\x80\x82\xEF\xBC\x92", "ip /"},  // fullwidth digits, ideographic full stop
    {"a\xC2\xAD.com", "a.com /"},                      // soft hyphen
    {"\xC2\xAD", ""},
    {"\xCC\x81"
     "a",
     ""},                        // a mark first
    {"a\xEF\xBF\xBD", ""},       // U+FFFD
    {"\xD7\x90", "\xD7\x90 /"},  // a Hebrew letter,
    {"\xD7\x90"
     "a",
     ""},                // with a Latin one after it,
    {"'\xD7\x90'", ""},  // in quotes,
    {"\xD7\x90\xD9\xA1"
     "1",
     ""},  // and with digits of two kinds
};

TEST_CASE("hosts and paths as the URL parser of Node.js has them") {
  for (const UrlRow& row : kUrlRows) {
    CAPTURE(row.text);
    const std::optional<HttpsUrl> url = parse_https_url(row.text);
    const std::string host = url && url->kind == HostKind::kDomain ? url->host : "ip";
    CHECK((url ? host + ' ' + url->path : "") == row.answer);
  }
}

TEST_CASE("strings as JavaScript has them") {
  CHECK(js_trim("\xEF\xBB\xBF\xC2\xA0 a b\xE3\x80\x80\v") == "a b");
  CHECK(js_trim("\xE2\x80\x8B") == "\xE2\x80\x8B");  // U+200B is no white space
  CHECK(js_words(" a\xE2\x80\x83"
                 "b\xE2\x80\xA8")
            .size() == 2);
  CHECK(js_split("", ';').size() == 1);
  CHECK(js_split(";a;", ';') == std::vector<std::string_view>{"", "a", ""});
  CHECK(js_to_lower("\xC4\xB0"
                    "A\xE2\x84\xAA\xC3\x89") ==
        "i\xCC\x87"
        "ak\xC3\xA9");
  CHECK(js_to_lower("\xCE\x91\xCE\xA3 \xCE\xA3\xCE\x91") == "\xCE\xB1\xCF\x82 \xCF\x83\xCE\xB1");
  CHECK(js_to_lower("A\xFF"
                    "B") ==
        "a\xFF"
        "b");
  CHECK(js_length("a\xC3\xA9\xF0\x9F\x98\x80") == 4);
  CHECK(js_prefix("a\xF0\x9F\x98\x80", 2) == "a");

  std::string decoded;
  CHECK((js_decode_uri_component("%41%C3%A9", decoded) && decoded == "A\xC3\xA9"));
  for (const std::string_view bad : {"%", "%4", "%zz", "%C3", "%C3x", "%ED%A0%80"}) {
    CHECK_FALSE(js_decode_uri_component(bad, decoded));
  }
}

TEST_CASE("source expressions are sorted as CLDR sorts") {
  constexpr std::string_view kSorted[] = {"'none'", "'self'", "*", "*.a.com", "/a", "a-b",
                                          "a.b",    "a/b",    "a", "a0",      "ab", "b"};
  CHECK(collate("a", "a-b") < 0);
  CHECK(collate("a-b", "a.b") < 0);
  CHECK(collate("a.b", "a/b") < 0);
  CHECK(collate("a/b", "a0") < 0);
  CHECK(collate("a0", "ab") < 0);
  CHECK(collate("'self'", "*") < 0);
  CHECK(collate("a\x01"
                "b",
                "ab") == 0);
  CHECK(collate("'", "\xE2\x80\x99") < 0);
  CHECK(collate("\xE2\x80\x99", "\"") < 0);
  for (const std::string_view a : kSorted) {
    CAPTURE(a);
    CHECK(collate(a, a) == 0);
    for (const std::string_view b : kSorted) CHECK(collate(a, b) == -collate(b, a));
  }
}

TEST_CASE("structured tokens, as strictly as their parser has them") {
  for (const std::string_view good :
       {"same-origin", " same-origin ", "same-origin;a", "same-origin; a=\"x\\\"\";b=1.5;c=-2;d=?0",
        "same-origin;a=:aGk=:;b=*t/x:y", "same-origin;a=@1", "same-origin;a=%\"f%c3%bc\""}) {
    CAPTURE(good);
    CHECK(structured_token(good) == "same-origin");
  }
  for (const std::string_view bad : {"",
                                     "\"same-origin\"",
                                     "same-origin,",
                                     "same-origin x",
                                     "same-origin;A",
                                     "same-origin;",
                                     "same-origin\t",
                                     "same-origin;a=",
                                     "same-origin;a=1.",
                                     "same-origin;a=1.2345",
                                     "same-origin;a=1234567890123456",
                                     "same-origin;a=\"x",
                                     "same-origin;a=\"\\x\"",
                                     "same-origin;a=?2",
                                     "same-origin;a=:a:",
                                     "same-origin;a=:aa",
                                     "same-origin;a=@1;b",
                                     "same-origin;a=%\"f%c3\"",
                                     "same-origin;a=%\"%C3\"",
                                     "1"}) {
    CAPTURE(bad);
    CHECK(structured_token(bad).empty());
  }
}

}  // namespace peers_test
}  // namespace headstrong::peers
