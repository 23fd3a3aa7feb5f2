// What browsers were seen to do with headers, against what our findings say of them
// (tests/data/header-verdicts.ndjson; rows that no sentence of ours speaks of are passed over).
#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headers/permissions_policy.hpp"
#include "headers/set_cookie.hpp"
#include "headstrong/analyze.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

namespace headstrong {
namespace header_verdicts_test {

using Json = nlohmann::json;

/// The rows about one header whose question begins so.
std::vector<Json> rows(std::string_view header, std::string_view question) {
  std::vector<Json> found;
  std::ifstream file(testing::data_path("header-verdicts.ndjson"));
  for (std::string line; std::getline(file, line);) {
    Json row = Json::parse(line);
    if (row.at("header") == header && row.at("question").get<std::string>().rfind(question, 0) == 0) {
      found.push_back(std::move(row));
    }
  }
  return found;
}

using Headers = std::vector<std::pair<std::string, std::string>>;

Report judge(Headers headers, std::string_view url = "https://site.test/set") {
  headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  return analyze(ResponseData{std::string(url), 200, std::move(headers)});
}

/// One field a value, as the harness sent them.
void add(Headers& headers, std::string_view name, const Json& values) {
  if (values.is_null()) return;
  if (values.is_string()) {
    headers.emplace_back(name, values.get<std::string>());
    return;
  }
  for (const Json& value : values) headers.emplace_back(name, value.get<std::string>());
}

const Finding* find(const Report& report, std::string_view rule) {
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule) return &finding;
  }
  return nullptr;
}

bool raises(const Report& report, std::initializer_list<std::string_view> rules) {
  for (const std::string_view rule : rules) {
    if (find(report, rule) != nullptr) return true;
  }
  return false;
}

/// Whether what one of these rules says names the browser.
bool names(const Report& report, std::string_view browser, std::string_view group) {
  for (const Finding& finding : report.findings) {
    if (finding.rule->id.substr(0, group.size()) != group) continue;
    if (message_of(finding).find(browser) != std::string::npos) return true;
    if (finding.rule->why.find(browser) != std::string_view::npos) return true;
  }
  return false;
}

TEST_CASE("verdicts: Strict-Transport-Security is in force where we say so") {
  std::size_t asked = 0;
  for (const Json& row : rows("strict-transport-security", "host upgraded")) {
    if (!row.at("values").is_array() || !row.at("values")[0].is_string()) continue;
    if (row.at("values").size() > 1 && row.at("values")[1] == "[2001:db8::1]") continue;  // the host's address
    Headers headers;
    add(headers, "Strict-Transport-Security", row.at("values"));
    const Report report = judge(headers);
    INFO(row.dump());
    const bool in_chromium = row.at("chromium") == "upgraded";
    const bool in_firefox = row.at("firefox") == "upgraded";
    const Finding* malformed = find(report, "strict-transport-security/malformed-directive");
    const bool is_void =
        raises(report, {"strict-transport-security/malformed-max-age", "strict-transport-security/max-age-absent",
                        "strict-transport-security/repeated-directive", "strict-transport-security/zero-max-age"});
    CHECK(in_chromium == (!is_void && malformed == nullptr));
    const bool chromium_alone = malformed != nullptr && message_of(*malformed).rfind("Chromium ignores", 0) == 0;
    const bool oversized = find(report, "strict-transport-security/oversized-max-age") != nullptr;
    CHECK(in_firefox == (!is_void && !oversized && (malformed == nullptr || chromium_alone)));
    if (row.at("webkit") != row.at("chromium")) CHECK(names(report, "WebKit", "strict-transport-security/"));
    ++asked;
  }
  CHECK(asked >= 40);
  for (const Json& row : rows("strict-transport-security", "subdomain upgraded")) {
    if (!row.at("values").is_array() || !row.at("values")[0].is_string()) continue;
    Headers headers;
    add(headers, "Strict-Transport-Security", row.at("values"));
    const Report report = judge(headers);
    INFO(row.dump());
    if (find(report, "strict-transport-security/uncovered-subdomains") != nullptr) CHECK(row.at("chromium") == "http");
    if (find(report, "strict-transport-security/lasting") != nullptr) CHECK(row.at("chromium") == "upgraded");
  }
}

/// The value with the harness's names of hosts replaced.
std::string on_site(std::string value) {
  for (const auto& [name, host] :
       {std::pair<std::string, std::string>{"UPPERHOST", "SITE.TEST"}, {"HOST", "site.test"}}) {
    for (std::size_t at = value.find(name); at != std::string::npos; at = value.find(name)) {
      if (at > 0 && value[at - 1] == '_') break;
      value.replace(at, name.size(), host);
    }
  }
  return value;
}

TEST_CASE("verdicts: cookies are refused where we say so") {
  std::size_t refused_rows = 0;
  for (const std::string_view question : {"https: Cookie on /echo", "set by /set: Cookie on /echo"}) {
    for (const Json& row : rows("set-cookie-stored", question)) {
      if (row.at("values").size() != 1) continue;
      const std::string value = on_site(row.at("values")[0].get<std::string>());
      const bool elsewhere =
          value.find("Path=/x") != std::string::npos && value.find("Path=/x; Path=/") == std::string::npos;
      if (elsewhere || value.find("\xE2\x80\xA6") != std::string::npos) continue;  // another path; cut by the harness
      const Report report = judge({{"Set-Cookie", value}});
      INFO(row.dump());
      const bool refused = raises(report, {"set-cookie/broken-host-prefix", "set-cookie/broken-http-prefix",
                                           "set-cookie/broken-secure-prefix", "set-cookie/foreign-domain",
                                           "set-cookie/partitioned-without-secure", "set-cookie/public-suffix-domain",
                                           "set-cookie/refused", "set-cookie/same-site-none-without-secure"});
      const headers::Cookie cookie = headers::parse_set_cookie(value);
      const bool gone = refused || cookie.deletes(std::nullopt);
      const bool in_chromium = row.at("chromium").is_string();
      const bool in_firefox = row.at("firefox").is_string();
      if (in_chromium == in_firefox) {
        CHECK(gone == !in_chromium);
        refused_rows += refused ? 1 : 0;
      } else if (cookie.max_age.text != "Max-Age=-" || !in_chromium) {
        const bool told = names(report, "Firefox", "set-cookie/") || names(report, "Chromium", "set-cookie/");
        CHECK(told);
      }
      // WebKitGTK stores nearly everything: then it is not "browsers" that drop the cookie.
      for (const Finding& finding : report.findings) {
        const bool all = finding.rule->header == "Set-Cookie" && message_of(finding).rfind("Browsers drop", 0) == 0;
        if (all) CHECK_FALSE(row.at("webkit").is_string());
      }
    }
  }
  CHECK(refused_rows >= 10);
  for (const auto& [host, domain] : {std::pair<std::string, std::string>{"foo.github.io", "github.io"},
                                     {"x.vercel.app", "vercel.app"},
                                     {"a.blogspot.com", "blogspot.com"},
                                     {"x.herokuapp.com", "herokuapp.com"},
                                     {"a.b.kobe.jp", "b.kobe.jp"},
                                     {"a.kobe.jp", "kobe.jp"}}) {
    const Report report = judge({{"Set-Cookie", "a=1; Secure; Domain=" + domain}}, "https://" + host + "/");
    INFO(domain);
    CHECK(find(report, "set-cookie/public-suffix-domain") != nullptr);
  }
  for (const std::string domain :
       {"tumblr.com", "weebly.com", "wordpress.com", "substack.com", "itch.io", "city.kobe.jp"}) {
    const Report report = judge({{"Set-Cookie", "a=1; Secure; Domain=." + domain}}, "https://www." + domain + "/");
    INFO(domain);
    CHECK(find(report, "set-cookie/public-suffix-domain") == nullptr);
  }
}

TEST_CASE("verdicts: how long cookies live is said of the browsers that do so") {
  for (const Json& row : rows("set-cookie-lifetime", "https: lifetime in days")) {
    const std::string value = row.at("values")[0].get<std::string>();
    if (value.find("\xE2\x80\xA6") != std::string::npos) continue;
    const headers::Cookie cookie = headers::parse_set_cookie(value);
    INFO(row.dump());
    if (row.at("chromium") == row.at("firefox") && row.at("firefox") == row.at("webkit")) {
      CHECK(cookie.deletes(std::nullopt) == (row.at("chromium") == "none"));
    }
    const Report report = judge({{"Set-Cookie", value}});
    if (const Finding* odd = find(report, "set-cookie/unreadable-lifetime")) {
      const std::string message = message_of(*odd);
      const bool read_by_firefox = row.at("firefox") != "session";
      CHECK(row.at("chromium") == "session");
      CHECK(read_by_firefox == (message.find("only Firefox") != std::string::npos ||
                                message.find("Firefox deletes") != std::string::npos));
      if (message.find("Firefox deletes") != std::string::npos) CHECK(row.at("firefox") == "none");
    }
    if (const Finding* over = find(report, "set-cookie/lifetime-over-cap")) {
      CHECK(row.at("chromium") == 400);
      CHECK(row.at("firefox") == 400);
      CHECK(message_of(*over).find("Chromium and Firefox") != std::string::npos);
    }
  }
}

TEST_CASE("verdicts: X-Frame-Options limits framing where we say so") {
  for (const Json& row : rows("x-frame-options", "cross-origin frame")) {
    Headers headers;
    add(headers, "X-Frame-Options", row.at("values").at("X-Frame-Options"));
    const Report report = judge(headers);
    INFO(row.dump());
    const bool open =
        raises(report, {"x-frame-options/unknown-value", "x-frame-options/allow-from", "x-frame-options/absent"});
    CHECK(open == (row.at("chromium") == "shown"));
    CHECK((row.at("webkit").is_null() || open == (row.at("webkit") == "shown")));
  }
}

TEST_CASE("verdicts: scripts are judged where a browser would run them") {
  std::size_t run = 0;
  for (const Json& row : rows("content-type", "page with script")) {
    const std::string type = row.at("values").at("Content-Type").get<std::string>();
    if (row.at("chromium").get<std::string>().rfind("script runs", 0) != 0) continue;
    const Report report = analyze(ResponseData{"https://site.test/", 200, {{"Content-Type", type}, {"Server", "x"}}});
    INFO(row.dump());
    CHECK(find(report, "csp/absent") != nullptr);
    ++run;
  }
  CHECK(run > 8);
}

TEST_CASE("verdicts: nosniff counts where we say so") {
  std::size_t asked = 0;
  for (const Json& row : rows("x-content-type-options", "script")) {
    const Json& type = row.at("values").at("type");
    if (!type.is_string() || type != "text/plain") continue;
    Headers headers;
    add(headers, "X-Content-Type-Options", row.at("values").at("xcto"));
    const Report report = judge(headers);
    INFO(row.dump());
    const bool sniffed = raises(report, {"x-content-type-options/absent", "x-content-type-options/unknown-value",
                                         "x-content-type-options/later-nosniff"});
    for (const std::string_view browser : {"chromium", "firefox", "webkit"})
      CHECK(sniffed == (row.at(std::string(browser)) == "used"));
    ++asked;
  }
  CHECK(asked > 3);
}

TEST_CASE("verdicts: pages are isolated, and cut off from openers, in the browsers that we name") {
  std::size_t isolated = 0;
  for (const Json& row : rows("cross-origin-opener-policy", "crossOriginIsolated")) {
    Headers headers;
    add(headers, "Cross-Origin-Opener-Policy", row.at("values").at("coop"));
    add(headers, "Cross-Origin-Embedder-Policy", row.at("values").at("coep"));
    const Report report = judge(headers);
    const Finding* said = find(report, "cross-origin-opener-policy/isolated");
    INFO(row.dump());
    CHECK((said != nullptr) == (row.at("chromium") == true));
    CHECK((said != nullptr) == (row.at("firefox") == true));
    if (said == nullptr) continue;
    ++isolated;
    CHECK((message_of(*said).find("not in Safari") == std::string::npos) == (row.at("webkit") == true));
  }
  CHECK(isolated >= 4);
  for (const Json& row : rows("cross-origin-opener-policy", "opener of a page opened by a cross-origin page")) {
    Headers headers;
    add(headers, "Cross-Origin-Opener-Policy", row.at("values").at("coop"));
    const Report report = judge(headers);
    INFO(row.dump());
    const bool kept = raises(report, {"cross-origin-opener-policy/absent", "cross-origin-opener-policy/unknown-value",
                                      "cross-origin-opener-policy/unsafe-none"});
    const bool not_firefox = find(report, "cross-origin-opener-policy/browser-dependent-value") != nullptr;
    CHECK(kept == (row.at("chromium") == "kept"));
    CHECK((kept || not_firefox) == (row.at("firefox") == "kept"));
    CHECK(kept == (row.at("webkit") == "kept"));
  }
}

TEST_CASE("verdicts: an unreadable Cross-Origin-Resource-Policy lets everything load") {
  for (const Json& row : rows("cross-origin-resource-and-embedder-policy", "same-site image in a plain page")) {
    Headers headers;
    add(headers, "Cross-Origin-Resource-Policy", row.at("values").at("corp"));
    INFO(row.dump());
    if (find(judge(headers), "cross-origin-resource-policy/unknown-value") == nullptr) continue;
    for (const std::string browser : {"chromium", "firefox", "webkit"}) CHECK(row.at(browser) == "loaded");
  }
}

TEST_CASE("verdicts: what other sites learn from Referrer-Policy") {
  for (const Json& row : rows("referrer-policy", "Referer, link cross-origin")) {
    if (row.at("values").size() != 1 || !row.at("values").contains("header")) continue;
    Headers headers;
    add(headers, "Referrer-Policy", row.at("values").at("header"));
    const Report report = judge(headers);
    INFO(row.dump());
    const bool full = raises(report, {"referrer-policy/unsafe-url", "referrer-policy/full-address-over-https"});
    for (const std::string browser : {"chromium", "firefox", "webkit"}) {
      CHECK(full == (row.at(browser) == "full"));  // links, in Firefox and WebKit too
      const bool kept_back = find(report, "referrer-policy/paths-kept-back") != nullptr;
      if (kept_back) CHECK(row.at(browser) != "full");
    }
  }
  for (const Json& row : rows("referrer-policy", "Referer, inline css cross-origin")) {
    if (row.at("values").size() != 1 || !row.at("values").contains("header")) continue;
    Headers headers;
    add(headers, "Referrer-Policy", row.at("values").at("header"));
    const Report report = judge(headers);
    const Finding* kept = find(report, "referrer-policy/paths-kept-back");
    INFO(row.dump());
    const bool nothing = kept != nullptr && message_of(*kept).find("nothing") != std::string::npos &&
                         message_of(*kept).find("only the origin") == std::string::npos;
    if (!nothing || row.at("chromium") != "origin") continue;
    const bool not_of_chromium = kept->browsers != 0 && (kept->browsers & decide::kInChromium) == 0;
    CHECK((not_of_chromium || message_of(*kept).find("Chromium") != std::string::npos));
  }
}

/// Whether Chromium would let the document use a feature, and hand it to any frame.
std::pair<bool, bool> allows(std::string_view value, std::string_view feature) {
  const headers::PermissionsPolicy policy = headers::parse_permissions_policy(value);
  if (!policy.field.ok()) return {true, true};
  const grammar::SfMember* member = policy.field.find(feature);
  if (member == nullptr) return {true, true};
  const headers::PermissionAllowlist list = headers::allowlist_of(policy, *member);
  return {list.everyone || list.self, list.everyone};
}

TEST_CASE("verdicts: Permissions-Policy gives and takes as Chromium does") {
  std::size_t asked = 0;
  for (const std::string_view question : {"document", "frame of another origin with allow *"}) {
    for (const Json& row : rows("permissions-policy", question)) {
      if (row.at("values").size() != 1 || !row.at("values").contains("Permissions-Policy")) continue;
      const std::string value = row.at("values").at("Permissions-Policy")[0].get<std::string>();
      INFO(row.dump());
      const auto [self, everyone] = allows(value, "geolocation");
      const bool allowed = row.at("chromium").get<std::string>().rfind("geo ", 0) == 0;
      CHECK(allowed == (question == "document" ? self : everyone));
      ++asked;
    }
  }
  CHECK(asked > 40);
}

TEST_CASE("verdicts: CORS headers work where nothing is said against them") {
  for (const Json& row : rows("access-control", "")) {
    const std::string question = row.at("question").get<std::string>();
    const Json& values = row.at("values");
    Headers headers;
    add(headers, "Access-Control-Allow-Origin", values.value("acao", Json()));
    add(headers, "Access-Control-Allow-Credentials", values.value("acac", Json()));
    add(headers, "Access-Control-Allow-Methods", values.value("methods", Json()));
    add(headers, "Access-Control-Allow-Headers", values.value("headers", Json()));
    add(headers, "Access-Control-Expose-Headers", values.value("expose", Json()));
    const Report report = judge(headers);
    INFO(row.dump());
    const bool readable = row.at("chromium") == "readable" || row.at("chromium") == "x-a exposed";
    const bool faulty =
        raises(report, {"access-control-allow-origin/malformed", "access-control-allow-methods/malformed",
                        "access-control-allow-headers/malformed"});
    if (faulty) CHECK_FALSE(readable);
    const bool with_credentials = question == "GET, with credentials";
    const bool refuses = raises(
        report, {"access-control-allow-credentials/unknown-value", "access-control-allow-origin/any-with-credentials",
                 "access-control-expose-headers/any-with-credentials"});
    if (with_credentials && refuses) CHECK_FALSE(readable);
    // The other way round: one good origin and true read, and nothing is said against them.
    if (with_credentials && readable && !values.contains("expose")) CHECK_FALSE((faulty || refuses));
  }
}

TEST_CASE("verdicts: Clear-Site-Data that clears nothing is told") {
  for (const Json& row : rows("clear-site-data", "cookie cleared")) {
    const std::string value = row.at("values").at("Clear-Site-Data")[0].get<std::string>();
    const Report report = judge({{"Clear-Site-Data", value}});
    INFO(row.dump());
    const bool speaks_of_cookies = value.find("ookies") != std::string::npos || value == "*";
    const bool told = raises(report, {"clear-site-data/unknown-value", "clear-site-data/unquoted-value"});
    if (speaks_of_cookies && row.at("chromium") == false) CHECK(told);
    if (value == "\"cookies\"" || value == "\"cookies\", \"storage\"") CHECK_FALSE(told);
  }
}

TEST_CASE("verdicts: reports go where we say") {
  for (const Json& row : rows("reporting-endpoints", "report of a violation delivered")) {
    const Json& values = row.at("values");
    const bool endpoints = values.contains("Reporting-Endpoints");
    if (!endpoints && !values.contains("Report-To")) continue;
    const std::string name = endpoints ? "Reporting-Endpoints" : "Report-To";
    const Report report = judge(
        {{name, values.at(name).get<std::string>()}, {"Content-Security-Policy", "default-src 'none'; report-to x"}});
    INFO(row.dump());
    const bool nowhere = row.at("chromium") == "no" && row.at("firefox") == "no" && row.at("webkit") == "no";
    const bool told = raises(report, {"reporting-endpoints/malformed", "report-to/malformed",
                                      "csp/undefined-report-endpoint", "report-to/chromium-only"});
    if (nowhere) CHECK(told);
    const bool in_webkit_alone = row.at("chromium") != "no" && row.at("firefox") != "no" && row.at("webkit") == "no";
    if (in_webkit_alone && endpoints) {
      const Finding* malformed = find(report, "reporting-endpoints/malformed");
      REQUIRE(malformed != nullptr);
      CHECK(malformed->browsers == decide::kInWebKit);
    } else if (row.at("chromium") != "no" && endpoints) {
      CHECK_FALSE(told);
    }
    if (!endpoints && row.at("chromium") != "no") CHECK(find(report, "report-to/chromium-only") != nullptr);
  }
}

TEST_CASE("verdicts: Origin-Agent-Cluster, Integrity-Policy and Service-Worker-Allowed do what we say") {
  for (const Json& row : rows("origin-agent-cluster", "originAgentCluster")) {
    const Json& value = row.at("values").at("Origin-Agent-Cluster");
    if (!value.is_string()) continue;
    INFO(row.dump());
    const Report report = judge({{"Origin-Agent-Cluster", value.get<std::string>()}});
    const bool unknown = find(report, "origin-agent-cluster/unknown-value") != nullptr;
    if (unknown) CHECK(row.at("firefox") == "false");
    if (row.at("firefox") == "true") CHECK_FALSE(unknown);
    if (!unknown && value != "?0") CHECK(row.at("firefox") == "true");
  }
  for (const Json& row : rows("integrity-policy", "script without integrity")) {
    INFO(row.dump());
    const Report report = judge({{"Integrity-Policy", row.at("values").at("Integrity-Policy").get<std::string>()}});
    CHECK((find(report, "integrity-policy/without-effect") == nullptr) == (row.at("chromium") == "blocked"));
  }
  for (const Json& row : rows("service-worker-allowed", "")) {
    INFO(row.dump());
    const Report report =
        judge({{"Service-Worker-Allowed", row.at("values").at("Service-Worker-Allowed").get<std::string>()}});
    if (find(report, "service-worker-allowed/whole-site") != nullptr) CHECK(row.at("chromium") == "ok");
  }
}

}  // namespace header_verdicts_test
}  // namespace headstrong
