// What every rule promises (core/README.md): its place, its texts, its examples, its fixture, its fix.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "decide/attack_surface.hpp"
#include "decide/page.hpp"
#include "grade/grade.hpp"
#include "headers/csp/policy.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/catalogue.hpp"
#include "http/read_paste.hpp"
#include "rules/rule.hpp"
#include "support/catch.hpp"
#include "support/dump.hpp"
#include "support/edits.hpp"
#include "support/files.hpp"
#include "support/fixes.hpp"
#include "support/fixture.hpp"
#include "support/random.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace rules_test {

std::string with_underscores(std::string_view id) {
  std::string out(id);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

std::string source_path(std::string_view id) {
  return testing::root() + "core/src/rules/" + with_underscores(id) + ".cpp";
}
std::string fixture_path(std::string_view id) { return testing::root() + "tests/rules/" + std::string(id) + ".md"; }

/// The paths of all fixtures and sources that rules own.
std::set<std::string> owned(std::string (*path_of)(std::string_view id)) {
  std::set<std::string> paths;
  for (const RuleInfo* rule : rule_catalogue()) paths.insert(path_of(rule->id));
  return paths;
}

bool is_kebab(std::string_view word) {
  if (word.empty() || word.front() == '-' || word.back() == '-') return false;
  return word.find("--") == std::string_view::npos && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

TEST_CASE("rule ids are sorted, lower-case and name the bad pattern") {
  static const std::set<std::string_view> kForbidden = {
      "no", "not", "should", "must", "missing", "avoid", "use", "add", "prefer", "require", "disallow", "bad", "check"};
  std::string_view last;
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    CHECK(last < rule->id);
    last = rule->id;
    const std::size_t slash = rule->id.find('/');
    REQUIRE(slash != std::string_view::npos);
    std::string_view slug = rule->id.substr(slash + 1);
    CHECK(is_kebab(rule->id.substr(0, slash)));
    CHECK(is_kebab(slug));
    while (!slug.empty()) {
      const std::size_t dash = std::min(slug.find('-'), slug.size());
      CHECK(kForbidden.count(slug.substr(0, dash)) == 0);
      slug.remove_prefix(std::min(dash + 1, slug.size()));
    }
  }
  CHECK(rule_catalogue().size() >= 60);
}

TEST_CASE("every rule has a source and a fixture, and none is left over") {
  const std::set<std::string> sources = owned(source_path);
  const std::set<std::string> fixtures = owned(fixture_path);
  for (const std::string& path : sources) {
    INFO(path);
    CHECK(testing::file_exists(path));
  }
  for (const std::string& path : fixtures) {
    INFO(path);
    CHECK(testing::file_exists(path));
  }
  const std::string folder = testing::root() + "core/src/rules/";
  for (const std::string& path : testing::files_below(folder, ".cpp")) {
    const bool in_group = path.find('/', folder.size()) != std::string::npos;
    if (!in_group || path.find("/helpers.cpp") != std::string::npos) continue;
    INFO(path);
    CHECK(sources.count(path) == 1);
  }
  for (const std::string& path : testing::files_below(testing::root() + "tests/rules", "")) {
    INFO(path);
    CHECK(fixtures.count(path) == 1);
  }
}

bool is_printable_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// How many places {0}, {1} ... a message has; -1 where a brace belongs to none or one is left out.
int places_in(std::string_view message) {
  std::set<int> places;
  for (std::size_t at = 0; at < message.size(); ++at) {
    if (message[at] == '}') return -1;
    if (message[at] != '{') continue;
    if (at + 2 >= message.size() || message[at + 2] != '}') return -1;
    places.insert(message[at + 1] - '0');
    at += 2;
  }
  int next = 0;
  for (const int place : places) {
    if (place != next++) return -1;
  }
  return next;
}

/// Whether a text has a place for a word, such as {0} or {name}.
bool has_place(std::string_view text) {
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", at + 1);
    if (end != std::string_view::npos && end > at + 1 && text[end] == '}') return true;
  }
  return false;
}

TEST_CASE("every rule says what, why and what to do") {
  std::set<std::string_view> titles;
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    for (const std::string_view text : {rule->title, rule->message, rule->why, rule->advice}) {
      CHECK(text.size() > 10);
      CHECK(is_printable_ascii(text));
      CHECK(text.find("  ") == std::string_view::npos);
      CHECK(text.find("TODO") == std::string_view::npos);
    }
    CHECK(titles.insert(rule->title).second);
    CHECK(rule->title.back() != '.');
    // A capital, unless the first word is a directive's or a value's own name.
    const std::string_view first = rule->title.substr(0, rule->title.find(' '));
    const bool is_name = first.find_first_of("-=(") != std::string_view::npos;
    const bool capital = is_name || !(first.front() >= 'a' && first.front() <= 'z');
    CHECK(capital);
    CHECK(rule->message.back() == '.');
    CHECK(rule->why.back() == '.');
    CHECK(rule->advice.back() == '.');
    CHECK(places_in(rule->message) >= 0);
    // Of several places at once: their number, and what they are.
    if (!rule->several.empty()) CHECK(places_in(rule->several) == 2);
    // Only messages are filled in.
    CHECK_FALSE(has_place(rule->why));
    CHECK_FALSE(has_place(rule->advice));
    CHECK_FALSE(rule->references[0].empty());
    for (const std::string_view url : rule->references) {
      CHECK((url.empty() || url.substr(0, 8) == "https://"));
    }
  }
}

std::vector<const Finding*> findings_of(const Report& report, const RuleInfo* rule) {
  std::vector<const Finding*> found;
  for (const Finding& finding : report.findings) {
    if (finding.rule == rule) found.push_back(&finding);
  }
  return found;
}

TEST_CASE("the bad example of a rule raises it, the good one does not") {
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    const Report bad = analyze(rule->bad);
    const Report good = analyze(rule->good);
    CHECK(findings_of(bad, rule).size() >= 1);
    CHECK(findings_of(good, rule).empty());
    CHECK(testing::fault_of(bad) == "");
    CHECK(testing::fault_of(good) == "");
  }
}

TEST_CASE("the message of a finding has all its words") {
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    const Report bad = analyze(rule->bad);
    for (const Finding* finding : findings_of(bad, rule)) {
      CHECK(static_cast<int>(finding->arguments.size()) == places_in(rule->message));
      // An argument may hold braces of its own ('nonce-{{nonce}}'), a place for one may not be left.
      const std::string message = message_of(*finding);
      for (char digit = '0'; digit <= '9'; ++digit) {
        CHECK(message.find({'{', digit, '}'}) == std::string::npos);
      }
    }
  }
}

/// What is wrong with any fix that the report offers.
std::string fault_of_fixes(const Report& report) {
  for (const Finding& finding : report.findings) {
    std::string fault = testing::fault_of_fix(report, finding, testing::judge_paste);
    if (!fault.empty()) return fault;
  }
  return {};
}

TEST_CASE("a fix removes its finding, adds no syntax fault and lowers no score: the examples") {
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    CHECK(fault_of_fixes(analyze(rule->bad)) == "");
    CHECK(fault_of_fixes(analyze(rule->good)) == "");
  }
}

TEST_CASE("rules find what their fixtures say") {
  for (const RuleInfo* rule : rule_catalogue()) {
    const std::string path = fixture_path(rule->id);
    if (!testing::file_exists(path)) continue;  // told by another test
    std::size_t raised = 0;
    std::size_t silent = 0;
    for (const testing::Case& test : testing::read_cases(path, "http", "findings")) {
      INFO(test.path << ":" << test.line);
      const Report report = analyze(test.input);
      CHECK(testing::dump_findings(report, rule->id) == test.expected);
      CHECK(testing::fault_of(report) == "");
      CHECK(fault_of_fixes(report) == "");
      ++(test.expected.empty() ? silent : raised);
    }
    INFO(path);
    CHECK(raised >= 1);
    CHECK(silent >= 1);
    CHECK(raised + silent >= 3);
  }
}

TEST_CASE("core/docs/severity.md has every rule on its rung") {
  const std::string text = testing::read_file(testing::root() + "core/docs/severity.md");
  std::set<std::string> placed;
  for (const Severity severity : {Severity::High, Severity::Medium, Severity::Low, Severity::Info, Severity::Good}) {
    const std::string heading = "\n## " + std::string(to_string(severity)) + "\n";
    const std::size_t start = text.find(heading);
    REQUIRE(start != std::string::npos);
    const std::string section = text.substr(start, text.find("\n## ", start + 1) - start);
    for (std::size_t at = section.find('`'); at != std::string::npos;
         at = section.find('`', section.find('`', at + 1) + 1)) {
      const std::string word = section.substr(at + 1, section.find('`', at + 1) - at - 1);
      if (word.find('/') == std::string::npos || word[0] == '<') continue;
      const auto& rules = rule_catalogue();
      const auto found =
          std::find_if(rules.begin(), rules.end(), [&](const RuleInfo* rule) { return rule->id == word; });
      INFO(word);
      REQUIRE(found != rules.end());
      CHECK((*found)->severity == severity);
      CHECK(placed.insert(word).second);
    }
  }
  CHECK(placed.size() == rule_catalogue().size());
}

TEST_CASE("the rubric is sorted, names rules that exist, and misses none that weighs") {
  std::set<std::string_view> rated;
  std::string_view last;
  for (const grade::RubricEntry& entry : grade::rubric()) {
    INFO(entry.rule);
    CHECK(last <= entry.rule);
    last = entry.rule;
    rated.insert(entry.rule);
    CHECK(entry.points > 0);
    CHECK(entry.points <= 100);
  }
  std::set<std::string_view> ids;
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    ids.insert(rule->id);
    const bool weighs = rule->category == Category::Security && rule->severity <= Severity::Medium;
    if (weighs) CHECK(rated.count(rule->id) == 1);
    if (rule->severity == Severity::Good) CHECK(rated.count(rule->id) == 0);
  }
  for (const std::string_view id : rated) {
    INFO(id);
    CHECK(ids.count(id) == 1);
  }
}

/// Every finding as a line, rules run one by one in the order given.
std::vector<std::string> findings_in_order(const rules::Context& context,
                                           const std::vector<const rules::RuleSpec*>& order, std::string_view source) {
  std::vector<std::string> lines;
  for (const rules::RuleSpec* rule : order) {
    Report report;
    report.source = source;
    rules::Sink sink(context.response, report.findings, report.truncated);
    sink.set_rule(rule->info);
    rule->check(context, sink);
    for (const std::string& line : testing::lines_of(testing::dump_findings(report, ""))) {
      lines.push_back(line);
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_CASE("the order in which rules run changes nothing") {
  testing::Random random(2);
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    text::Source source(rule->bad);
    const http::Paste paste = http::read_paste(source);
    REQUIRE_FALSE(paste.responses.empty());
    const decide::Page page(paste.responses[paste.chosen], source.bytes(), paste.format);
    const decide::AttackSurface attacks(page.policies());
    const rules::Context context{page.model(), page.policies(), attacks};

    std::vector<const rules::RuleSpec*> order = rules::all_rules();
    const std::vector<std::string> sorted = findings_in_order(context, order, source.bytes());
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[random.below(i)]);
    }
    CHECK(findings_in_order(context, order, source.bytes()) == sorted);

    std::vector<std::string> reported = testing::lines_of(testing::dump_findings(analyze(rule->bad), ""));
    std::sort(reported.begin(), reported.end());
    // What a report-only policy would be worth is told after all rules (grade/judge_report_only).
    std::erase_if(reported, [](const std::string& line) {
      return line.starts_with("csp/report-only-weak ") || line.starts_with("csp/report-only-ready ");
    });
    CHECK(reported == sorted);
  }
}

const Finding* raised(const Report& report, std::string_view rule) {
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule) return &finding;
  }
  return nullptr;
}

/// What was once said wrongly of a paste: the rule that is right, its words, and what its fix writes.
struct Mended {
  std::string_view paste;
  std::string_view rule;   // raised
  std::string_view words;  // of its message
  std::string_view fixed;  // in the text with its fix; empty: not asked
  std::string_view wrong;  // a rule that is not raised
};

TEST_CASE("what was said wrongly is said right") {
  static constexpr std::string_view kPage = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n";
  for (const Mended& mended :
       {Mended{"script-src 'nonce-LTFpw80C+14='", "csp/short-nonce", "has at most 66 random bits but needs 128", "",
               "csp/guessable-nonce"},
        Mended{"script-src 'nonce-U3RvcmVBbmFseXRpY3M'", "csp/guessable-nonce", "base64 of \"StoreAnalytics\"", "",
               "csp/short-nonce"},
        Mended{"img-src 'self' https//a.example", "csp/scheme-with-tail", "https//a.example",
               "'self' https://a.example", ""},
        Mended{"connect-src 'self' wss:/a.example/x", "csp/scheme-with-tail", "wss:/a.example/x",
               "'self' wss://a.example/x", ""},
        Mended{"img-src 'self' HTTPS:a.example", "csp/scheme-with-tail", "HTTPS:a.example", "'self' https://a.example",
               ""},
        Mended{"img-src 'self' data:*", "csp/scheme-with-tail", "data:*", "img-src 'self'", ""},
        Mended{"Content-Security-Policy: script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='\n"
               "Content-Security-Policy: script-src 'self'\n",
               "csp/source-blocked-by-another-policy", "inline scripts of 'sha256-47DEQpj8", "", ""},
        Mended{"HTTP/1.1 200 OK\nFeature-Policy: camera 'none'; vibrate 'none'; sync-script 'none'; usb 'self'\n",
               "feature-policy/old-name", "Permissions-Policy replaced",
               "\nPermissions-Policy: camera=(), usb=(self)\n", ""},
        // The last one is MDN's example.
        Mended{"script-src 'nonce-bXlzaXRlLTIwMjQ='", "csp/guessable-nonce", "base64 of \"mysite-2024\"", "",
               "csp/short-nonce"},
        Mended{"script-src 'nonce-eC1zZWNyZXQ9NzE5MjQ='", "csp/guessable-nonce", "base64 of \"x-secret=71924\"", "",
               "csp/short-nonce"},
        Mended{"script-src 'nonce-2726c7f26c'", "csp/guessable-nonce", "an example or a constant", "",
               "csp/short-nonce"},
        Mended{"Content-Security-Policy: frame-ancestors 'self'\nX-Frame-Options: DENY\n",
               "x-frame-options/beside-frame-ancestors", "frame-ancestors 'self'", "X-Frame-Options: SAMEORIGIN", ""},
        Mended{"Content-Security-Policy: frame-ancestors 'none'\nX-Frame-Options: SAMEORIGIN\n",
               "x-frame-options/beside-frame-ancestors", "frame-ancestors 'none'", "X-Frame-Options: DENY", ""},
        Mended{"Content-Security-Policy: frame-ancestors https://a.example\nX-Frame-Options: DENY\n",
               "x-frame-options/beside-frame-ancestors", "https://a.example", "frame-ancestors https://a.example\n",
               ""},
        Mended{"script-src 'sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'",
               "csp/hash-in-hex", "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
               "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='", "csp/hash-of-wrong-length"},
        Mended{"script-src 'nonce-4AEemGb0xJptoIGFP3Nd9A==' strict-dynamic; base-uri 'none'", "csp/unquoted-keyword",
               "strict-dynamic", "'strict-dynamic'", ""},
        Mended{"script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' unsafe-hashes; base-uri 'none'",
               "csp/unquoted-keyword", "unsafe-hashes", "'unsafe-hashes'", ""},
        Mended{"script-src 'nonce-eQD7aGk$'", "csp/malformed-nonce", "'nonce-eQD7aGk$'", "", "csp/unfilled-nonce"},
        Mended{"HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self'; report-to csp\n",
               "csp/undefined-report-endpoint", "Reporting-Endpoints: csp=", "", ""},
        Mended{"HTTP/1.1 200 OK\nSet-Cookie: g=1;path=/;, h=2\n", "set-cookie/joined-cookies",
               "A second cookie, h, begins", "", ""},
        Mended{"HTTP/1.1 200 OK\nPermissions-Policy: geolocation=();microphone=();\n", "permissions-policy/malformed",
               "semicolons are where commas must", "Permissions-Policy: geolocation=(),microphone=()\n", ""},
        Mended{"HTTP/1.1 200 OK\nStrict-Transport-Security: max-age=31536000; includeSubdomain\n",
               "strict-transport-security/unknown-directive", "includeSubdomain",
               "max-age=31536000; includeSubDomains\n", ""},
        Mended{"script-src 'self' data; frame-ancestors 'none'", "csp/scheme-word", "data in script-src",
               "script-src 'self'; frame-ancestors", ""},
        Mended{"default-src 'self' https", "csp/scheme-word", "https in default-src", "default-src 'self'", ""},
        Mended{"default-src 'self'; img-src 'self' data", "csp/scheme-word", "data in img-src",
               "img-src 'self' data:", ""},
        Mended{"HTTP/1.1 200 OK\nReferrer-Policy: no-referrer, \"x\"\n", "referrer-policy/unknown-value", "\"x\"",
               "Referrer-Policy: no-referrer\n", ""},
        Mended{"HTTP/1.1 200 OK\nReferrer-Policy: no-referrer, \"unsafe-url\"\n", "referrer-policy/unknown-value",
               "\"unsafe-url\"", "Referrer-Policy: no-referrer\n", ""},
        Mended{"HTTP/1.1 200 OK\nReferrer-Policy: \"unsafe-url\"\n", "referrer-policy/unknown-value", "unsafe-url",
               "Referrer-Policy: strict-origin-when-cross-origin\n", ""},
        Mended{"HTTP/1.1 200 OK\nReferrer-Policy: \"no-referrer\"\n", "referrer-policy/unknown-value", "no-referrer",
               "Referrer-Policy: no-referrer\n", ""},
        Mended{"HTTP/1.1 200 OK\nReferrer-Policy: no-referrer, strict-origin-when-cross-origin\n",
               "referrer-policy/weaker-last-value", "a fallback for browsers that don't know it", "", ""},
        Mended{"HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Options: \"DENY\"\n", "x-frame-options/unknown-value",
               "DENY", "X-Frame-Options: DENY\n", ""},
        Mended{"HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Options: ALLOW-FROM https://p.test/a\n",
               "x-frame-options/allow-from", "p.test",
               "Content-Security-Policy: frame-ancestors 'self' https://p.test\n", ""},
        Mended{"HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Options: ALLOW-FROM https://p.test\n"
               "Content-Security-Policy: default-src 'self'\n",
               "x-frame-options/allow-from", "p.test", "default-src 'self'; frame-ancestors 'self' https://p.test\n",
               ""},
        Mended{"HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self'; report-to CSP\n"
               "Reporting-Endpoints: CSP=\"https://r.test/a\"\n",
               "csp/undefined-report-endpoint", "write csp in both headers", "", ""},
        Mended{"script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri https:", "csp/base-uri-retargets-scripts",
               "nonce", "base-uri 'none'", "csp/base-uri-any-host"},
        Mended{"HTTP/1.1 200 OK\nX-DiagInfo: SERVER01\n", "response/inner-host", "SERVER01", "",
               "response/debug-header"}}) {
    INFO(mended.paste);
    const Report report = analyze(mended.paste);
    const Finding* finding = raised(report, mended.rule);
    REQUIRE(finding != nullptr);
    CHECK(message_of(*finding).find(mended.words) != std::string::npos);
    if (!mended.wrong.empty()) CHECK(raised(report, mended.wrong) == nullptr);
    if (mended.fixed.empty()) continue;
    REQUIRE(finding->fix.has_value());
    CHECK(testing::apply(*finding->fix, report.source).find(mended.fixed) != std::string::npos);
  }
  CHECK(raised(analyze("script-src 'nonce-LTFpw80C+14='"), "csp/short-nonce")->severity == Severity::Low);
  const Report styles = analyze("default-src 'self' 'unsafe-inline' 'strict-dynamic'");
  CHECK(raised(styles, "csp/style-unsafe-inline")->browsers == decide::kInFirefox);
  const Report everywhere = analyze("default-src 'self' 'unsafe-inline'");
  CHECK(raised(everywhere, "csp/style-unsafe-inline")->browsers == 0);
  // What a fix would switch on unseen is shown, and not applied.
  const Report sandboxed =
      analyze("HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: default-src 'self'; sandbox\n");
  CHECK(raised(sandboxed, "csp/report-only-alone")->fix->applicability == Applicability::DisplayOnly);
  CHECK(raised(sandboxed, "csp/report-only-alone")->fix->title.find("sandbox") != std::string_view::npos);
  CHECK_FALSE(raised(sandboxed, "csp/void-in-report-only")->fix.has_value());
  const std::string cached =
      std::string(kPage) +
      "Cache-Control: private\nAge: 1\nContent-Security-Policy: script-src 'nonce-4AEemGb0xJptoIGFP3Nd9A=='\n";
  CHECK(raised(analyze(cached), "csp/cached-nonce") == nullptr);
  for (const std::string_view cookie : {"nonsession=1", "auth.strategy=local", "login_redirect=/", "session_type=a"}) {
    INFO(cookie);
    CHECK(raised(analyze("HTTP/1.1 200 OK\nSet-Cookie: " + std::string(cookie) + "\n"),
                 "set-cookie/session-without-secure") == nullptr);
  }
  CHECK(raised(analyze("HTTP/1.1 200 OK\nSet-Cookie: auth=1\n"), "set-cookie/session-without-secure") != nullptr);
}

TEST_CASE("an error page is called one, and one without content is no page") {
  const auto notices = [](std::string_view paste) {
    std::string all;
    for (const std::string& notice : analyze(paste).input.notices) all += notice + "\n";
    return all;
  };
  CHECK(notices("HTTP/1.1 405 Method Not Allowed\nServer: a\n").find("curl -s -D - -o /dev/null URL") !=
        std::string::npos);
  CHECK(notices("HTTP/1.1 404 Not Found\nServer: a\n").find("an error page's headers (404)") != std::string::npos);
  CHECK(notices("HTTP/1.1 200 OK\nServer: a\n").empty());
  const Report empty = analyze("HTTP/1.1 405 Method Not Allowed\nContent-Type: text/html\nContent-Length: 0\n");
  CHECK(raised(empty, "csp/absent") == nullptr);
  // What HEAD brings of a page may say 0 as well.
  const Report head = analyze("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 0\n");
  CHECK(raised(head, "csp/absent") != nullptr);
}

TEST_CASE("what is said of several places speaks of several") {
  struct Several {
    std::string_view paste;
    std::string_view rule;
    std::string_view message;
    std::string_view fix;
  };
  for (const Several& each :
       {Several{"script-src https://www.youtube.com https://cse.google.com", "csp/script-jsonp-host",
                "2 sources in the script list", "Remove these sources"},
        Several{"connect-src http://192.0.2.1:1 wss://192.0.2.2:2", "csp/ip-source",
                "2 sources have an IP address instead of a host name: http://192.0.2.1:1 and wss://192.0.2.2:2.", ""},
        Several{"default-src ; img-src ", "csp/empty-source-list",
                "2 directives have no value, so browsers read them as 'none'", ""},
        Several{"img-src blob; font-src data", "csp/scheme-word",
                "2 schemes have no colon, so browsers look for hosts of that name: blob and data.",
                "Write them with a colon"},
        Several{"default-src 'self'; report-uri /a, default-src 'self'; report-uri /b", "csp/report-uri-alone",
                "2 policies lack report-to, which replaces the deprecated report-uri: report-uri /a and", ""}}) {
    INFO(each.paste);
    const Report report = analyze(each.paste);
    const Finding* finding = raised(report, each.rule);
    REQUIRE(finding != nullptr);
    CHECK(message_of(*finding).find(each.message) != std::string::npos);
    if (each.fix.empty()) continue;
    REQUIRE(finding->fix.has_value());
    CHECK(finding->fix->title == each.fix);
  }
}

TEST_CASE("Observatory takes no cookie for a suffix of the list") {
  for (const auto& [host, domain, result] :
       {std::tuple<std::string, std::string, std::string>{"foo.github.io", "github.io", "cookies-not-found"},
        {"x.vercel.app", "vercel.app", "cookies-not-found"},
        {"www.tumblr.com", ".tumblr.com", "cookies-without-secure-flag"}}) {
    const Report report = analyze(ResponseData{
        "https://" + host + "/", 200, {{"Content-Type", "text/html"}, {"Set-Cookie", "a=1; Domain=" + domain}}});
    REQUIRE(report.elsewhere);
    for (const peers::ObservatoryTest& test : report.elsewhere->observatory.tests) {
      if (test.name == "cookies") CHECK(test.result == result);
    }
  }
}

/// How the fix of a rule's first finding is offered.
Applicability offered(std::string_view policy, std::string_view rule) {
  for (const Finding& finding : analyze_policy(policy).findings) {
    if (finding.rule->id == rule && finding.fix) return finding.fix->applicability;
  }
  return Applicability::Safe;
}

TEST_CASE("a repair is offered in the company of others as it is alone") {
  // Limits scripts, so that a style-src is missed: what would bring one is another's repair.
  constexpr std::string_view kScript = "img-src 'self'; script-src 'self'\x01; object-src 'none'";
  const std::string both = std::string(kScript) + "; font-src 'self' style-src 'self'";
  CHECK(offered(kScript, "csp/control-character") == Applicability::DisplayOnly);
  CHECK(offered(both, "csp/control-character") == Applicability::DisplayOnly);
  CHECK(offered(both, "csp/directive-as-source") == Applicability::Suggestion);
  // One of two words in a list lets everything in, the other does not.
  constexpr std::string_view kWords = "default-src 'none'; img-src 'self' https blob; font-src 'self' wss";
  std::string ways;
  for (const Finding& finding : analyze_policy(kWords).findings) {
    if (finding.rule->id != "csp/scheme-word") continue;
    for (const Place& place : finding.places) ways += place.edits.empty() ? '-' : '+';
  }
  CHECK(ways == "-++");
}

}  // namespace rules_test
}  // namespace headstrong
