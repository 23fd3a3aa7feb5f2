// The grade on real data: monotone, honest, deaf to decoration (design section 4).
#include "grade/grade.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "decide/attack_surface.hpp"
#include "decide/page.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/text_report.hpp"
#include "http/read_paste.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/edits.hpp"
#include "support/fixes.hpp"
#include "support/policies.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace grade_test {

/// Collects what is wrong and tells it once: the same fault on a hundred inputs is one fault.
class Faults {
 public:
  void add(std::string_view kind, const std::string& fault) {
    if (fault.empty()) return;
    ++count_;
    if (kinds_.insert(std::string(kind)).second && shown_.size() < 6000) shown_ += "\n" + fault;
  }
  std::string told() const { return count_ == 0 ? "" : std::to_string(count_) + " faults, among them:" + shown_; }

 private:
  std::set<std::string> kinds_;
  std::string shown_;
  std::size_t count_ = 0;
};

void check_fixes(const Report& report, testing::Judge judge, Faults& faults) {
  for (const Finding& finding : report.findings) {
    faults.add(finding.rule->id, testing::fault_of_fix(report, finding, judge));
  }
}

TEST_CASE("no fix of any finding lowers a score: real policies") {
  Faults faults;
  for (const std::string& policy : testing::real_policies()) {
    check_fixes(analyze_policy(policy), testing::judge_policy, faults);
  }
  CHECK(faults.told() == "");
}

TEST_CASE("no fix of any finding lowers a score: real responses") {
  Faults faults;
  for (const testing::RealResponse& response : testing::real_responses(17)) {
    check_fixes(analyze(testing::as_message(response)), testing::judge_paste, faults);
  }
  CHECK(faults.told() == "");
}

/// The response as developer tools hand it over, name and value parted by `separator`.
std::string as_table(const testing::RealResponse& response, std::string_view separator) {
  std::string text;
  for (const auto& [name, value] : response.headers) {
    if (value.empty()) continue;
    text.append(name).append(separator).append(value).append("\n");
  }
  return text;
}

TEST_CASE("no fix of any finding lowers a score, or loses a header: tables of developer tools") {
  const auto headers_of = [](const Report& report) {
    return report.input.responses.empty() ? 0 : report.input.responses[0].headers;
  };
  Faults faults;
  for (const testing::RealResponse& response : testing::real_responses(61)) {
    for (const std::string_view separator : {"\n", ":\n", "\t"}) {
      const Report report = analyze(as_table(response, separator));
      check_fixes(report, testing::judge_paste, faults);
      for (const Finding& finding : report.findings) {
        const bool offered = finding.fix && finding.fix->applicability != Applicability::DisplayOnly;
        if (!offered) continue;
        const Report after = analyze(testing::apply(*finding.fix, report.source));
        if (headers_of(after) + 2 < headers_of(report)) {
          faults.add(finding.rule->id,
                     std::string(finding.rule->id) + " loses headers of\n" + std::string(report.source));
        }
      }
    }
  }
  CHECK(faults.told() == "");
}

TEST_CASE("no fix of any finding lowers a score: policies of all sorts") {
  Faults faults;
  testing::Random random(3);
  for (int i = 0; i < 3000; ++i) {
    check_fixes(analyze_policy(testing::random_policy(random)), testing::judge_policy, faults);
  }
  CHECK(faults.told() == "");
}

TEST_CASE("the fixes of a misspelled includeSubDomains don't write it twice") {
  const std::string head = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nStrict-Transport-Security: ";
  for (const std::string value :
       {"max-age=31536000; includeSubdomain; preload", "max-age=31536000; includeSubDomains; include-sub-domain",
        "max-age=31536000; includeAllSubDomains; includeSubDomains", "includeSubs; max-age=31536000;"}) {
    std::string text = head + value + "\n";
    for (int round = 0; round < 6; ++round) {
      const Report report = analyze(text);
      const auto fixable = std::find_if(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
        return finding.fix && finding.rule->id.starts_with("strict-transport-security/");
      });
      if (fixable == report.findings.end()) break;
      text = testing::apply(*fixable->fix, report.source);
      INFO(text);
      for (const Finding& finding : analyze(text).findings)
        CHECK(finding.rule->id != "strict-transport-security/repeated-directive");
    }
    CHECK(text.find("includeSubDomains") == text.rfind("includeSubDomains"));
  }
}

TEST_CASE("applying fix after fix comes to an end") {
  testing::Random random(4);
  std::vector<std::string> texts = testing::real_policies();
  for (int i = 0; i < 500; ++i) texts.push_back(testing::random_policy(random));
  for (const testing::RealResponse& response : testing::real_responses(101)) {
    texts.push_back(testing::as_message(response));
  }
  Faults faults;
  for (std::size_t i = 0; i < texts.size(); i += 3) {
    std::string text = texts[i];
    std::string_view last_rule;
    bool ended = false;
    for (int round = 0; round < 200 && !ended; ++round) {
      const Report report = analyze(text);
      ended = true;
      for (const Finding& finding : report.findings) {
        if (!finding.fix || finding.fix->applicability == Applicability::DisplayOnly) continue;
        text = testing::apply(*finding.fix, report.source);
        last_rule = finding.rule->id;
        ended = false;
        break;
      }
    }
    if (!ended) faults.add(last_rule, std::string(last_rule) + " goes on in " + texts[i]);
  }
  CHECK(faults.told() == "");
}

/// The scripts score of a policy, and whether an attacker's script runs under it.
struct Judgement {
  std::optional<int> score;
  bool attacker_script = true;
};
Judgement judge(std::string_view policy) {
  text::Source source(policy);
  const http::Paste paste = http::read_policy(source);
  const decide::Page page(paste.responses.at(0), source.bytes(), paste.format);
  const decide::AttackSurface attacks(page.policies());
  return {testing::score_of(analyze_policy(policy), "scripts"), attacks.attacker_script()};
}

int score_without_policy() {
  const Report report = analyze("HTTP/1.1 200 OK\nContent-Type: text/html\n");
  return testing::score_of(report, "scripts").value();
}

TEST_CASE("a policy under which an attacker's script runs is worth no more than none") {
  const int none = score_without_policy();
  Faults faults;
  std::vector<std::string> policies = testing::real_policies();
  testing::Random random(5);
  for (int i = 0; i < 5000; ++i) policies.push_back(testing::random_policy(random));
  std::size_t open = 0;
  for (const std::string& policy : policies) {
    const Judgement judgement = judge(policy);
    if (!judgement.attacker_script) continue;
    ++open;
    if (judgement.score.value_or(0) > none) {
      faults.add(policy.substr(0, 16), std::to_string(*judgement.score) + " for: " + policy);
    }
  }
  CHECK(faults.told() == "");
  CHECK(open > 1000);
}

TEST_CASE("a strict policy scores well, so that the scale is used") {
  const Judgement strict = judge(
      "default-src 'none'; script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A==' 'strict-dynamic'; "
      "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  CHECK_FALSE(strict.attacker_script);
  CHECK(strict.score.value_or(0) >= 85);
}

/// Compares every score, known or not.
std::string changed_score(const Report& before, const Report& after) {
  if (before.grade.score != after.grade.score) return "the headline changes";
  for (std::size_t i = 0; i < before.grade.protections.size(); ++i) {
    if (before.grade.protections[i].score != after.grade.protections[i].score) {
      return std::string(before.grade.protections[i].id) + " changes";
    }
  }
  return {};
}

TEST_CASE("headers that change nothing change no score") {
  static const std::vector<std::pair<std::string, std::string>> kDecoration = {
      {"X-Foo", "bar"},
      {"X-XSS-Protection", "0"},
      {"Server-Timing", "db;dur=53"},
      {"X-UA-Compatible", "IE=edge"},
      {"X-DNS-Prefetch-Control", "off"},
      {"X-Download-Options", "noopen"},
      {"X-Robots-Tag", "noindex"},
      {"Expect-CT", "max-age=86400, enforce"},
      {"Content-Language", "en"},
      {"Accept-Ranges", "bytes"},
      {"Content-Security-Policy-Report-Only", "default-src 'none'"},
      {"Content-Security-Policy", ""},
      {"Content-Security-Policy", "x-made-up 1"},
      {"Permissions-Policy-Report-Only", "geolocation=()"},
      {"Permissions-Policy", "interest-cohort=()"},
      {"Permissions-Policy", "x-made-up=()"},
      {"Public-Key-Pins", "max-age=1"},
  };
  Faults faults;
  for (testing::RealResponse response : testing::real_responses(53)) {
    const Report before = analyze(testing::as_message(response));
    for (const auto& header : kDecoration) {
      response.headers.push_back(header);
      const std::string text = testing::as_message(response);
      const std::string change = changed_score(before, analyze(text));
      response.headers.pop_back();
      if (change.empty()) continue;
      faults.add(header.first + header.second, header.first + ": " + header.second + ": " + change + " in\n" + text);
    }
  }
  CHECK(faults.told() == "");
}

TEST_CASE("directives that change nothing change no score") {
  static constexpr std::string_view kDecoration[] = {
      "; x-made-up 1", "; reflected-xss block", "; referrer no-referrer", ";",
      " ; ; ",         "; report-uri /r",       "; report-to group"};
  Faults faults;
  for (const std::string& policy : testing::real_policies()) {
    // Behind a comma stands another policy, to which a directive does make a difference.
    if (policy.find(',') != std::string::npos) continue;
    const Report before = analyze_policy(policy);
    for (const std::string_view words : kDecoration) {
      const std::string change = changed_score(before, analyze_policy(policy + std::string(words)));
      if (!change.empty()) {
        faults.add(words, std::string(words) + ": " + change + " behind " + policy);
      }
    }
  }
  CHECK(faults.told() == "");
}

/// The ids of the protections that have a letter.
std::string judged(std::string_view text) {
  std::string ids;
  for (const ProtectionGrade& protection : analyze(text).grade.protections) {
    if (protection.letter) ids += std::string(ids.empty() ? "" : " ") + std::string(protection.id);
  }
  return ids;
}

TEST_CASE("a part has a letter only where the paste tells enough") {
  CHECK(judged("Content-Security-Policy:") == "scripts");
  CHECK(judged("Content-Security-Policy: ;;;") == "scripts");
  CHECK(judged("Content-Security-Policy: ,") == "scripts");
  CHECK(judged("script-src 'self'") == "scripts framing");
  CHECK(judged("X-Content-Type-Options: nosniff") == "");
  CHECK(judged("Cross-Origin-Embedder-Policy: unsafe-none") == "");
  CHECK(judged("Permissions-Policy: fullscreen=*") == "");
  CHECK(judged("Access-Control-Allow-Origin: https://a.example/") == "");
  CHECK(judged("X-Frame-Options: DENY") == "framing");
  CHECK(judged("HTTP/1.1 301 Moved\nLocation: /a\n") == "transport leakage");
  CHECK(judged("HTTP/1.1 301 Moved\nLocation: https://a.example/\n") == "");
  CHECK(judged("HTTP/1.1 304 Not Modified\nServer: x\n") == "");
  CHECK(judged("HTTP/1.1 304 Not Modified\nContent-Security-Policy: script-src 'self'\n") == "scripts framing");
  CHECK(judged("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Disposition: attachment\n") ==
        "transport isolation leakage");
  CHECK(judged("HTTP/1.1 200 OK\nContent-Type: application/json\n") == "transport isolation leakage");
  CHECK(judged("HTTP/1.1 200 OK\nContent-Type: text/html\n") == "scripts framing transport isolation leakage");
}

TEST_CASE("what stands for whole directives leaves open what no directive before it decides") {
  const auto of_policy = [](std::string_view policy) {
    return judged("add_header Content-Security-Policy \"" + std::string(policy) + "\";");
  };
  CHECK(of_policy("default-src 'self'; $more") == "");
  CHECK(of_policy("$more; script-src 'self'; frame-ancestors 'none'") == "");
  CHECK(of_policy("script-src 'self'; $more") == "scripts");
  CHECK(of_policy("script-src 'self'; frame-ancestors 'none'; $more") == "scripts framing");
  CHECK(of_policy("default-src 'self'; $more; frame-ancestors 'none'") == "");
  CHECK(of_policy("default-src 'self'; report-uri $url") == "scripts");
  CHECK(of_policy("default-src 'self' $hosts; img-src $hosts") == "scripts");
}

TEST_CASE("a directive of a map whose value is not in the text decides nothing") {
  for (const std::string_view value : {"sources()", "scripts", "[cdn, other]", "[cdn()]"}) {
    CAPTURE(value);
    const std::string text =
        "Talisman(app, content_security_policy={'default-src': \"'self'\", 'script-src': " + std::string(value) +
        "})\n";
    CHECK(judged(text).find("scripts") == std::string::npos);
  }
}

TEST_CASE("a bare policy that leaves framing open is not said to limit it") {
  for (const ProtectionGrade& protection : analyze("default-src 'self'").grade.protections) {
    if (protection.id != "framing") continue;
    CHECK(protection.score == 50);
    CHECK(protection.summary.find("doesn't restrict framing") != std::string::npos);
  }
}

TEST_CASE("cookies that browsers refuse are not said to be guarded") {
  static constexpr std::string_view kRefused[] = {"__Secure-sid=1", "__Host-sid=1; Secure; Path=/; Domain=a.example",
                                                  "sid=1; Domain=com; Secure", "a=1; Partitioned"};
  for (const std::string_view cookie : kRefused) {
    INFO(cookie);
    const Report report = analyze("HTTP/1.1 200 OK\nSet-Cookie: " + std::string(cookie) + "\n");
    CHECK(testing::score_of(report, "cookies").value_or(100) < 97);
    for (const Finding& finding : report.findings) {
      CHECK(finding.rule->id != "set-cookie/session-without-secure");
      CHECK(finding.rule->id != "set-cookie/broad-domain");
    }
  }
}

TEST_CASE("the deductions add up to the scores") {
  for (const testing::RealResponse& response : testing::real_responses(97)) {
    const Report report = analyze(testing::as_message(response));
    for (const ProtectionGrade& protection : report.grade.protections) {
      int lost = 0;
      for (const Deduction& deduction : report.grade.deductions) {
        if (deduction.protection == protection.id) lost += deduction.points;
      }
      if (!protection.score) CHECK(lost == 0);
      if (protection.score) CHECK(*protection.score == std::max(0, 100 - lost));
    }
    for (const Deduction& deduction : report.grade.deductions) {
      const bool raised = std::any_of(report.findings.begin(), report.findings.end(),
                                      [&](const Finding& finding) { return finding.rule->id == deduction.rule; });
      CHECK(raised);
    }
  }
}

/// Everything right but for the policy, which follows.
constexpr std::string_view kGuarded =
    "HTTP/1.1 200 OK\nContent-Type: text/html\n"
    "Strict-Transport-Security: max-age=63072000; includeSubDomains; preload\n"
    "X-Content-Type-Options: nosniff\nReferrer-Policy: no-referrer\nPermissions-Policy: camera=()\n"
    "Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Resource-Policy: same-origin\n"
    "Cross-Origin-Embedder-Policy: require-corp\n";

std::string guarded_by(std::string_view scripts, std::string_view more) {
  return std::string(kGuarded) + "Content-Security-Policy: default-src 'none'; script-src " + std::string(scripts) +
         "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'\n" +
         std::string(more);
}

const ProtectionGrade& protection_of(const Report& report, std::string_view id) {
  return *std::find_if(report.grade.protections.begin(), report.grade.protections.end(),
                       [&](const ProtectionGrade& protection) { return protection.id == id; });
}

TEST_CASE("likely evidence caps scripts at C, certain evidence voids them") {
  // One address that others reported, however many hosts have one.
  for (const std::string_view hosts : {"https://www.youtube.com", "https://accounts.google.com https://www.youtube.com",
                                       "https://www.googletagmanager.com"}) {
    INFO(hosts);
    const Report report = analyze(guarded_by("'self' " + std::string(hosts), ""));
    CHECK(protection_of(report, "scripts").letter == "C");
  }
  for (const std::string_view policy :
       {"script-src 'self' https://www.youtube.com", "default-src *; script-src 'self' www.googletagmanager.com",
        "script-src 'nonce-U3RvcmVBbmFseXRpY3M'; base-uri 'none'"}) {
    INFO(policy);
    CHECK(protection_of(analyze_policy(policy), "scripts").letter == "C");
  }
  CHECK(
      testing::score_of(analyze(guarded_by("'nonce-abc123' https://accounts.google.com", "")), "scripts").value_or(0) >=
      55);
  CHECK(testing::score_of(analyze(guarded_by("'self' https://cdn.jsdelivr.net", "")), "scripts") == 0);
  CHECK(testing::score_of(analyze(guarded_by("'self' https://*.amazonaws.com", "")), "scripts") == 0);
}

TEST_CASE("a source that is open in several ways raises one finding") {
  for (const std::string_view source :
       {"https://*.amazonaws.com", "https://cdn.jsdelivr.net", "https://*.google.com", "*.github.io"}) {
    const Report report = analyze(guarded_by("'self' " + std::string(source), ""));
    std::size_t raised = 0;
    for (const Finding& finding : report.findings) {
      for (const std::string_view rule :
           {"csp/script-jsonp-host", "csp/script-angular-host", "csp/script-upload-host", "csp/script-public-suffix"}) {
        if (finding.rule->id == rule) ++raised;
      }
    }
    INFO(source);
    CHECK(raised == 1);
  }
}

TEST_CASE("what is no page is judged as what it is") {
  for (const std::string_view type : {"application/json", "text/css", "image/png", "font/woff2"}) {
    const Report report =
        analyze("HTTP/1.1 200 OK\nContent-Type: " + std::string(type) +
                "\nContent-Security-Policy: script-src * 'unsafe-inline'; frame-ancestors *\nX-Frame-Options: x\n");
    INFO(type);
    CHECK_FALSE(protection_of(report, "scripts").letter);
    for (const Finding& finding : report.findings) {
      const bool of_pages =
          finding.rule->header == "Content-Security-Policy" || finding.rule->header == "X-Frame-Options";
      if (of_pages) CHECK(finding.severity >= Severity::Info);
    }
  }
}

TEST_CASE("leakage alone makes no letter") {
  // A redirect to HTTPS from an unknown URL: whether browsers insist on HTTPS can't be told.
  for (const std::string_view leak : {"", "Server: nginx/1.18.0\n", "X-Powered-By: PHP/5.3.2\n"}) {
    const Report report =
        analyze("HTTP/1.1 301 Moved Permanently\nLocation: https://site.example/\n" + std::string(leak));
    CHECK_FALSE(report.grade.letter.has_value());
    CHECK_FALSE(report.grade.score.has_value());
    CHECK_FALSE(testing::score_of(report, "leakage").has_value());
    CHECK(report.grade.deductions.empty());
    CHECK(to_text(report).find("Leakage alone says too little for a letter.") != std::string::npos);
  }
  // With a cookie or with Strict-Transport-Security there is more.
  for (const std::string_view more : {"Set-Cookie: a=1; Secure\n", "Strict-Transport-Security: max-age=31536000\n"}) {
    CHECK(
        analyze("HTTP/1.1 301 Moved Permanently\nLocation: https://site.example/\n" + std::string(more)).grade.letter);
  }
}

TEST_CASE("an SVG file is judged by what can run in it") {
  const auto scripts = [](std::string_view headers) {
    return testing::score_of(analyze("HTTP/1.1 200 OK\nContent-Type: image/svg+xml\n" + std::string(headers)),
                             "scripts");
  };
  const std::optional<int> none = scripts("");
  CHECK(none == 69);
  CHECK(scripts("Content-Security-Policy: script-src 'unsafe-inline'\n") <= none);
  CHECK(scripts("Content-Security-Policy: script-src *\n") <= none);
  CHECK(scripts("Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox\n") == 95);
  const Report report = analyze("HTTP/1.1 200 OK\nContent-Type: image/svg+xml\n");
  CHECK_FALSE(testing::score_of(report, "framing").has_value());
  for (const Finding& finding : report.findings) {
    if (finding.header == "Content-Security-Policy") CHECK(finding.severity >= Severity::Medium);
  }
}

TEST_CASE("a redirect from HTTPS to HTTP is no A") {
  const std::string_view start =
      "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: site.example\n> \n";
  const std::string to = std::string(start) + "< HTTP/1.1 302 Found\n< Location: http://other.example/\n";
  const Report bare = analyze(to + "< \n");
  CHECK(bare.grade.letter.value_or("A") == "F");
  const Report covered = analyze(to + "< Strict-Transport-Security: max-age=63072000; includeSubDomains\n< \n");
  CHECK(testing::score_of(covered, "transport").value_or(100) <= 30);
  CHECK(covered.grade.score.value_or(100) <= 84);
}

/// The headline from what the report itself says: scores of protections from deductions, their weights,
/// and the caps of rubric.def.
int headline_by_hand(const Grade& grade, const std::vector<std::string_view>& mended) {
  int weighted = 0;
  int weights = 0;
  int cap = 100;
  for (const ProtectionGrade& protection : grade.protections) {
    if (!protection.score) continue;
    int score = 100;
    int most = 100;
    for (const Deduction& deduction : grade.deductions) {
      const bool gone = std::find(mended.begin(), mended.end(), deduction.rule) != mended.end();
      if (deduction.protection != protection.id || gone) continue;
      if (deduction.cap > 0) {
        most = std::min(most, deduction.cap);
      } else {
        score -= deduction.points;
      }
    }
    score = std::min(score, most);
    score = std::max(0, score);
    weighted += score * protection.weight;
    weights += protection.weight;
    if (score < 40) cap = std::min(cap, protection.id == "scripts" ? 54 : 84);
  }
  for (const Deduction& deduction : grade.deductions) {
    const bool gone = std::find(mended.begin(), mended.end(), deduction.rule) != mended.end();
    if (deduction.headline_cap > 0 && !gone) cap = std::min(cap, deduction.headline_cap);
  }
  return std::min(cap, weighted / weights);
}

/// What a rule takes of the headline, before the letters' caps.
int weight_of(const Report& report, std::string_view rule) {
  int weight = 0;
  for (const Deduction& deduction : report.grade.deductions) {
    if (deduction.rule != rule) continue;
    for (const ProtectionGrade& protection : report.grade.protections) {
      if (protection.id == deduction.protection) weight += protection.weight * deduction.points;
    }
  }
  return weight;
}

TEST_CASE("findings come by severity, and within one by what they cost the letter") {
  std::size_t told = 0;
  for (const testing::RealResponse& response : testing::real_responses(53)) {
    const Report report = analyze(testing::as_message(response));
    for (std::size_t i = 1; i < report.findings.size(); ++i) {
      const Finding& before = report.findings[i - 1];
      const Finding& finding = report.findings[i];
      INFO(before.rule->id << ", " << finding.rule->id);
      CHECK(before.severity <= finding.severity);
      if (before.severity != finding.severity) continue;
      CHECK(weight_of(report, before.rule->id) >= weight_of(report, finding.rule->id));
      ++told;
    }
  }
  CHECK(told > 100);
}

TEST_CASE("a report-only policy is judged as if it were enforced, and costs and earns nothing") {
  const std::string head = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n";
  const auto of = [&](std::string_view fields, std::string_view rule) {
    const Report report = analyze(head + std::string(fields));
    for (const Finding& finding : report.findings) {
      if (finding.rule->id == rule) return message_of(finding);
    }
    return std::string();
  };
  CHECK(of("Content-Security-Policy-Report-Only: script-src 'self' 'unsafe-inline' data:; report-uri /r\n",
           "csp/report-only-weak") ==
        "Once enforced, it would get F for scripts: inline scripts are allowed; scripts may come from data: URLs; the "
        "policy doesn't restrict plugin content; 1 more.");
  CHECK(of("Content-Security-Policy-Report-Only: script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; object-src 'none'; "
           "base-uri 'none'; style-src 'self'; report-uri /r\n",
           "csp/report-only-ready") == "Once enforced, it would get A+ for scripts.");
  // The letter is that of the response without the policy.
  const Report without = analyze(head);
  const Report with = analyze(head + "Content-Security-Policy-Report-Only: script-src 'self'; report-uri /r\n");
  CHECK(without.grade.score == with.grade.score);
  for (const Deduction& deduction : with.grade.deductions) {
    CHECK(deduction.rule.find("csp/report-only-weak") == std::string_view::npos);
    CHECK(deduction.rule.find("csp/report-only-ready") == std::string_view::npos);
  }
}

TEST_CASE("the letter explains itself: weights, deductions and what the next one takes, by hand") {
  std::size_t steps = 0;
  for (const testing::RealResponse& response : testing::real_responses(11)) {
    const Report report = analyze(testing::as_message(response));
    if (!report.grade.score) continue;
    INFO(testing::as_message(response));
    CHECK(headline_by_hand(report.grade, {}) == *report.grade.score);
    const std::optional<NextLetter> next = grade::next_letter(report.grade);
    CHECK(next.has_value() == (*report.grade.letter != "A+"));
    if (!next) continue;
    ++steps;
    const int better = headline_by_hand(report.grade, next->changes);
    CHECK(grade::letter_of(better) != *report.grade.letter);
    // None of the changes is idle.
    for (std::size_t i = 0; i < next->changes.size(); ++i) {
      std::vector<std::string_view> fewer = next->changes;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK(grade::letter_of(headline_by_hand(report.grade, fewer)) == *report.grade.letter);
    }
  }
  CHECK(steps > 100);
}

TEST_CASE("one broken part caps the headline: scripts at 54, any other at 84") {
  CHECK(analyze(guarded_by("'self'", "")).grade.score.value_or(0) == 100);
  const Report cookies = analyze(guarded_by("'self'", "Set-Cookie: sid=1\nSet-Cookie: token=2; Domain=example\n"));
  REQUIRE(testing::score_of(cookies, "cookies").value_or(100) < 40);
  CHECK(cookies.grade.score == 84);
  CHECK(cookies.grade.letter == "B");
  const Report scripts = analyze(guarded_by("* 'unsafe-inline' 'unsafe-eval'", ""));
  REQUIRE(testing::score_of(scripts, "scripts").value_or(100) < 40);
  CHECK(scripts.grade.score == 54);
  CHECK(scripts.grade.letter == "D");
}

TEST_CASE("no critical or high finding stands beside an A") {
  const std::string_view api =
      "HTTP/2 200\nContent-Type: application/json\nStrict-Transport-Security: max-age=63072000; "
      "includeSubDomains\nX-Content-Type-Options: nosniff\nCache-Control: no-store\n"
      "Access-Control-Allow-Origin: null\n";
  const Report bare = analyze(api);
  CHECK(bare.grade.letter == "A");
  const Report credentials = analyze(std::string(api) + "Access-Control-Allow-Credentials: true\n");
  CHECK(credentials.grade.letter == "D");
  CHECK(testing::score_of(credentials, "isolation").value_or(100) < 40);
  // Also where the protection itself can't be judged.
  const Report part = analyze(
      "Strict-Transport-Security: max-age=63072000; includeSubDomains\nAccess-Control-Allow-Origin: null\n"
      "Access-Control-Allow-Credentials: true\n");
  CHECK(part.grade.letter == "D");
  const std::optional<NextLetter> next = grade::next_letter(part.grade);
  REQUIRE(next);
  CHECK(next->changes == std::vector<std::string_view>{"access-control-allow-origin/null"});

  // A session that every visitor gets, and a nonce that everybody knows, beside all else that is right.
  const std::string good =
      "HTTP/2 200\nContent-Type: text/html; charset=utf-8\nStrict-Transport-Security: max-age=63072000; "
      "includeSubDomains\nX-Content-Type-Options: nosniff\nReferrer-Policy: no-referrer\n"
      "Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Resource-Policy: same-origin\n"
      "Permissions-Policy: camera=(), microphone=(), geolocation=()\nContent-Security-Policy: default-src 'none'; "
      "base-uri 'none'; form-action 'none'; ";
  const std::string session =
      "frame-ancestors 'none'\nSet-Cookie: __Host-sid=1; Path=/; Secure; HttpOnly; SameSite=Lax\n";
  CHECK(analyze(good + session + "Cache-Control: private, max-age=600\n").grade.letter == "A+");
  CHECK(analyze(good + session + "Cache-Control: public, max-age=600\n").grade.letter == "B");
  const Report constant = analyze(good + "frame-ancestors 'none'; script-src 'nonce-test'\n");
  CHECK(constant.grade.letter == "B");
  CHECK(testing::score_of(constant, "scripts") == 69);
  // A network attacker can be that host: points, and no A+.
  CHECK(analyze(good + "frame-ancestors https://partner.example\n").grade.letter == "A+");
  CHECK(analyze(good + "frame-ancestors http://partner.example\n").grade.letter == "A");

  std::size_t grave = 0;
  for (const testing::RealResponse& response : testing::real_responses(5)) {
    const std::string text = testing::as_message(response);
    // As pasted, and without the status line: then fewer protections can be judged.
    for (const std::string& each : {text, text.substr(text.find('\n') + 1)}) {
      const Report report = analyze(each);
      for (const Finding& finding : report.findings) {
        if (finding.severity > Severity::High || !report.grade.score) continue;
        ++grave;
        INFO(each);
        CHECK(*report.grade.score <= (finding.severity == Severity::Critical ? 54 : 84));
      }
    }
  }
  CHECK(grave > 100);
}

TEST_CASE("every rule that can be critical or high has its place in the rubric") {
  for (const RuleInfo* rule : rule_catalogue()) {
    if (rule->severity > Severity::High) continue;
    INFO(rule->id);
    CHECK(std::any_of(grade::rubric().begin(), grade::rubric().end(),
                      [&](const grade::RubricEntry& entry) { return entry.rule == rule->id; }));
  }
}

TEST_CASE("who can frame a page that is not modified is judged as for a page") {
  const std::string head = "HTTP/2 304\nStrict-Transport-Security: max-age=63072000; includeSubDomains\n";
  const std::string policy = "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'";
  const Report open = analyze(head + policy + "\n");
  CHECK(testing::score_of(open, "framing") == 50);
  CHECK(open.grade.letter != "A+");
  CHECK(testing::score_of(analyze(head + policy + "; frame-ancestors 'none'\n"), "framing") == 100);
  CHECK(testing::score_of(analyze(head + policy + "\nX-Frame-Options: DENY\n"), "framing") == 100);
  // Over the real sets: whoever says that nobody frames the page has a header that says so.
  std::size_t told = 0;
  for (const testing::RealResponse& response : testing::real_responses(5)) {
    const std::string text = testing::as_message(response);
    for (const std::string& each : {text, "HTTP/1.1 304 Not Modified\n" + text.substr(text.find('\n') + 1)}) {
      const Report report = analyze(each);
      if (testing::score_of(report, "framing").value_or(0) < 97) continue;
      ++told;
      INFO(each);
      const std::string lowered = text::lowered(each);
      CHECK((lowered.find("x-frame-options") != std::string::npos ||
             lowered.find("frame-ancestors") != std::string::npos));
    }
  }
  CHECK(told > 50);
}

TEST_CASE("HTTP/2 and HTTP/3 are encrypted: a redirect to plain HTTP is told without a URL") {
  const std::string hsts = "Strict-Transport-Security: max-age=63072000; includeSubDomains\n";
  const auto finding_of = [](const Report& report, std::string_view rule) {
    return std::find_if(report.findings.begin(), report.findings.end(),
                        [&](const Finding& finding) { return finding.rule->id == rule; });
  };
  for (const std::string& head :
       {std::string("HTTP/2 301\nlocation: http://other.test/x\n"),
        std::string("HTTP/3 302\nlocation: //other.test/\n"),
        std::string("HTTP/2 200\ncontent-type: text/html\nrefresh: 0; url=http://other.test/x\n"),
        std::string("HTTP/2 200\nrefresh: 5;URL='http://other.test/x'\n"),
        std::string("HTTP/1.1 301 Moved\nlocation: http://other.test/x\n"),
        std::string("HTTP/2 301\nlocation: http://localhost/x\n")}) {
    INFO(head);
    const Report report = analyze(head + hsts);
    const auto found = finding_of(report, "location/plain-http");
    // Over HTTP/1.1 the header alone tells of HTTPS.
    const bool expected = head.find("http://other") != std::string::npos;
    CHECK((found != report.findings.end()) == expected);
    if (!expected) continue;
    CHECK(message_of(*found) == "This response sends the visitor to http://other.test/x without encryption.");
    CHECK(found->confidence == Confidence::Likely);  // other.test may be the response's own host
    CHECK(report.grade.score.value_or(100) <= 84);
    REQUIRE(found->fix);
  }
  const Report bare = analyze("HTTP/2 301\nlocation: http://other.test/x\n");
  REQUIRE(finding_of(bare, "location/plain-http") != bare.findings.end());
  CHECK(finding_of(bare, "location/plain-http")->confidence == Confidence::Certain);
}

TEST_CASE("no headline is better than its broken parts allow") {
  for (const testing::RealResponse& response : testing::real_responses(7)) {
    const Report report = analyze(testing::as_message(response));
    for (const ProtectionGrade& protection : report.grade.protections) {
      if (protection.score.value_or(100) >= 40) continue;
      INFO(testing::as_message(response));
      CHECK(report.grade.score.value_or(0) <= (protection.id == "scripts" ? 54 : 84));
    }
  }
}

TEST_CASE("a letter begins at its score") {
  struct Row {
    int first;
    std::string_view letter;
    std::string_view below;
  };
  for (const Row& row :
       {Row{97, "A+", "A"}, Row{85, "A", "B"}, Row{70, "B", "C"}, Row{55, "C", "D"}, Row{40, "D", "F"}}) {
    CHECK(grade::letter_of(row.first) == row.letter);
    CHECK(grade::letter_of(row.first - 1) == row.below);
  }
}

TEST_CASE("letters follow the scores") {
  CHECK(grade::letter_of(100) == "A+");
  CHECK(grade::letter_of(0) == "F");
  static constexpr std::string_view kWorstFirst[] = {"F", "D", "C", "B", "A", "A+"};
  std::size_t place = 0;
  for (int score = 0; score <= 100; ++score) {
    while (place < 6 && kWorstFirst[place] != grade::letter_of(score)) ++place;
    CAPTURE(score);
    REQUIRE(place < 6);
  }
}

}  // namespace grade_test
}  // namespace headstrong
