// Hardening as properties over real and made-up policies; tests/servers shows that sets arrive, and
// tests/program how the verb answers.
#include "headstrong/harden.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/write_into.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/policies.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace harden_test {

std::string lines_of(const HeaderSet& headers) {
  std::string out;
  for (const Header& header : headers) out += header.name + ": " + header.value + "\n";
  return out;
}

std::string policy_of(std::string_view text) {
  for (const Header& header : harden(text).headers) {
    if (header.name == "Content-Security-Policy") return header.value;
  }
  return {};
}

struct Row {
  std::string_view written;
  std::string_view begins;  // the hardened policy's first directives
};

constexpr Row kMisspelled[] = {
    {"script-src self; object-src none", "script-src 'none'; object-src 'none'; "},
    {"script-src self cdn.example 'self", "script-src cdn.example; "},
    {"default-src \"self\"; img-src * data", "default-src 'none'; img-src *; script-src 'none'; "},
    {"script-src nonce-r4nd0mR4nd0m 'self'", "script-src 'self'; "},
    {"default-src none", "default-src 'none'; script-src 'none'; "},
    {"default-src 'self'; script-src 'self' style-src 'self' a.example",
     "default-src 'self'; script-src 'self'; style-src 'self'; "},
    {"script-src 'self' style-src 'self' a.example", "script-src 'self'; style-src 'self' a.example; "},
    {"default-src 'self'; script-src 'self' unsafe-inline", "default-src 'self'; script-src 'self'; "},
    {"default-src 'self'; connect-src 'unsafe-inline' b.example:99999 c.example",
     "default-src 'self'; connect-src c.example; "},
    {"default-src 'self'; img-src http://a.example https://a.example",
     "default-src 'self'; img-src https://a.example; "},
    {"default-src 'self'; img-src https://a.example/X https://a.example/x",
     "default-src 'self'; img-src https://a.example/X https://a.example/x; "},
};

TEST_CASE("hardening drops what means nothing, and opens nothing that a misspelling keeps shut") {
  for (const Row& row : kMisspelled) {
    INFO(row.written);
    const std::string policy = policy_of(row.written);
    CHECK(policy.substr(0, row.begins.size()) == row.begins);
  }
}

std::string value_of(std::string_view name, std::string_view text) {
  for (const Header& header : harden(text).headers) {
    if (header.name == name) return header.value;
  }
  return "(none)";
}

struct Kept {
  std::string_view lines;
  std::string_view header;
  std::string_view value;  // what the hardened value holds
};

// What a site has and hardening must not take away, or loosen.
constexpr Kept kKept[] = {
    {"Content-Security-Policy: frame-ancestors self partner.example", "Content-Security-Policy",
     "frame-ancestors partner.example"},
    {"Content-Security-Policy: frame-ancestors 'self', frame-ancestors 'none'", "Content-Security-Policy",
     "frame-ancestors 'none'"},
    {"Content-Security-Policy: frame-ancestors a.example b.example, frame-ancestors b.example",
     "Content-Security-Policy", "frame-ancestors b.example;"},
    {"X-Frame-Options: SAMEORIGIN\nX-Frame-Options: SAMEORIGIN", "X-Frame-Options", "SAMEORIGIN"},
    {"X-Frame-Options: ALLOW-FROM https://partner.example/", "Content-Security-Policy",
     "frame-ancestors 'self' https://partner.example"},
    {"Content-Security-Policy-Report-Only: frame-ancestors partner.example; script-src 'self'",
     "Content-Security-Policy", "frame-ancestors partner.example"},
    // A nonce for styles says nothing about scripts.
    {"Content-Security-Policy: script-src 'self' cdn.example; style-src 'nonce-r4nd0mR4nd0m'",
     "Content-Security-Policy", "script-src 'self' cdn.example; style-src 'nonce-{{nonce}}'"},
    {"Content-Security-Policy: script-src 'self' cdn.example 'nonce-r4nd0mR4nd0m'", "Content-Security-Policy",
     "script-src 'nonce-{{nonce}}' 'self' cdn.example;"},
    {"Content-Security-Policy: script-src https: 'strict-dynamic' 'nonce-r4nd0mR4nd0m'", "Content-Security-Policy",
     "script-src 'nonce-{{nonce}}' 'strict-dynamic';"},
    // A nonce whose place nobody filled in is one all the same.
    {"Content-Security-Policy: script-src 'nonce-' 'strict-dynamic' https:", "Content-Security-Policy",
     "script-src 'nonce-{{nonce}}' 'strict-dynamic';"},
    {"Content-Security-Policy: script-src 'nonce-{{ csp_nonce }}' 'self'", "Content-Security-Policy",
     "script-src 'nonce-{{nonce}}' 'self';"},
    // 'strict-dynamic' that no script can start under voids the addresses beside it.
    {"Content-Security-Policy: script-src 'strict-dynamic' 'self' cdn.example", "Content-Security-Policy",
     "script-src 'none';"},
    {"Content-Security-Policy: script-src-elem 'strict-dynamic' 'self'; script-src 'self'", "Content-Security-Policy",
     "script-src-elem 'none'"},
    {"Content-Security-Policy: script-src 'unsafe-inline'", "Content-Security-Policy", "script-src 'none';"},
    {"Content-Security-Policy: script-src https: 'unsafe-inline'", "Content-Security-Policy", "script-src 'self';"},
    {"Content-Security-Policy: script-src 'self'; base-uri data:", "Content-Security-Policy", "base-uri 'none';"},
    {"Content-Security-Policy: script-src 'self'; form-action https: a.example", "Content-Security-Policy",
     "form-action 'self' a.example"},
    {"Content-Security-Policy: default-src 'self' 'nonce-r4nd0mR4nd0m'", "Content-Security-Policy",
     "style-src 'self' 'nonce-{{nonce}}'"},
    {"Content-Security-Policy: script-src blob:", "Content-Security-Policy", "worker-src blob:;"},
    {"Content-Security-Policy: script-src 'self' blob:", "Content-Security-Policy", "worker-src 'self' blob:;"},
    {"Content-Security-Policy: default-src 'self' http://localhost:3000 ws://live.example", "Content-Security-Policy",
     "default-src 'self' http://localhost:3000 wss://live.example;"},
    {"Content-Security-Policy: default-src 'self'\nContent-Security-Policy-Report-Only: img-src 'self'",
     "Content-Security-Policy-Report-Only", "img-src 'self'"},
    {"Cross-Origin-Embedder-Policy: require-corp", "Cross-Origin-Embedder-Policy", "require-corp"},
    {"Integrity-Policy: blocked-destinations=(script)", "Integrity-Policy", "blocked-destinations=(script)"},
    {"Content-Security-Policy: sandbox", "Cross-Origin-Opener-Policy", "(none)"},
    {"Feature-Policy: camera 'none'; geolocation 'self' https://maps.example", "Permissions-Policy",
     "camera=(), geolocation=(self \"https://maps.example\")"},
    {"Permissions-Policy: camera=*, fullscreen=*", "Permissions-Policy", "camera=(self), fullscreen=*"},
    {"Content-Type: text/javascript\nAccess-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy", "cross-origin"},
    // Other sites may embed an image; nobody embeds an API's answer unasked.
    {"Content-Type: image/png", "Cross-Origin-Resource-Policy", "cross-origin"},
    {"Content-Type: image/png", "Cross-Origin-Opener-Policy", "(none)"},
    {"Content-Type: application/json", "Cross-Origin-Resource-Policy", "same-site"},
    {"Content-Type: application/json\nAccess-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy", "cross-origin"},
    // Pop-ups for signing in and paying.
    {"Content-Type: text/html", "Cross-Origin-Opener-Policy", "same-origin-allow-popups"},
    {"Content-Security-Policy: script-src 'self'", "Cross-Origin-Opener-Policy", "same-origin-allow-popups"},
    {"Content-Security-Policy: script-src 'self' https://accounts.google.com/gsi/client", "Cross-Origin-Opener-Policy",
     "same-origin-allow-popups"},
    {"Content-Security-Policy: script-src 'self' *.paypal.com", "Cross-Origin-Opener-Policy",
     "same-origin-allow-popups"},
    {"Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Opener-Policy", "same-origin"},
    // What hardening is not about.
    {"X-Robots-Tag: noindex", "X-Robots-Tag", "noindex"},
    {"Cache-Control: no-store", "Cache-Control", "no-store"},
    {"Link: </a.css>; rel=preload", "Link", "</a.css>; rel=preload"},
    {"X-DNS-Prefetch-Control: off", "X-DNS-Prefetch-Control", "off"},
    {"Access-Control-Allow-Origin: https://a.example", "Access-Control-Allow-Origin", "https://a.example"},
    {"Report-To: {bad", "Report-To", "{bad"},
    {"Reporting-Endpoints:", "Reporting-Endpoints", "(none)"},
};

TEST_CASE("hardening takes away nothing that a site has, and loosens nothing") {
  for (const Kept& kept : kKept) {
    const std::string text = "HTTP/1.1 200 OK\n" + std::string(kept.lines) + "\n";
    INFO(text);
    const std::string value = value_of(kept.header, text);
    INFO(value);
    CHECK(value.find(kept.value) != std::string::npos);
  }
}

TEST_CASE("a policy that only reports holds nothing that counts in enforced ones alone") {
  HardenOptions options;
  options.reporting = Reporting::ReportOnly;
  options.endpoint = "https://reports.example/";
  const HardenResult result = harden("default-src 'self'; sandbox", options);
  for (const Header& header : result.headers) {
    if (header.name != "Content-Security-Policy-Report-Only") continue;
    CHECK(header.value.find("upgrade-insecure-requests") == std::string::npos);
    CHECK(header.value.find("sandbox") == std::string::npos);
  }
}

TEST_CASE("what stays open is said") {
  const HardenResult result = harden("script-src 'self' cdnjs.cloudflare.com; object-src 'none'");
  const bool said = std::any_of(result.changes.begin(), result.changes.end(), [](const HardenChange& change) {
    return change.open && change.sentence.find("Still open: cdnjs.cloudflare.com lets") == 0;
  });
  CHECK(said);
}

/// What an enforced policy that stays as it is may have for browsers of old.
bool is_fallback(std::string_view rule) {
  return rule == "csp/unsafe-inline-fallback" || rule == "csp/strict-dynamic-drops-sources";
}

/// Findings that a hardened set must not have.
std::string faults_of(std::string_view hardened, const HardenOptions& options) {
  std::string out;
  const Report report = analyze(hardened);
  for (const Finding& finding : report.findings) {
    if (finding.rule->header != "Content-Security-Policy") continue;  // the others are sent on as they are
    const bool idle = finding.rule->category == Category::Syntax || finding.rule->category == Category::Ignored;
    // The server fills the nonce in; endpoints may be defined where the paste does not show.
    if (!idle || finding.rule->id == "csp/nonce-placeholder" || finding.rule->id == "csp/undefined-report-endpoint") {
      continue;
    }
    if (options.reporting == Reporting::ReportOnly && is_fallback(finding.rule->id)) continue;
    out += std::string(finding.rule->id) + ": " + message_of(finding) + "\n";
  }
  return out;
}

void check_hardened(std::string_view text, const HardenOptions& options = {}) {
  INFO(text);
  const HardenResult hardened = harden(text, options);
  if (!hardened.error.empty()) {  // it is refused where nothing could be read
    CHECK(analyze(text).input.responses.empty());
    return;
  }
  const std::string once = "HTTP/1.1 200 OK\n" + lines_of(hardened.headers);
  CHECK(faults_of(once, options) == "");
  CHECK("HTTP/1.1 200 OK\n" + lines_of(harden(once, options).headers) == once);
}

/// Choices that change which policies are sent, or what they say of scripts.
std::vector<HardenOptions> some_choices() {
  std::vector<HardenOptions> all(7);
  all[1].reporting = Reporting::None;
  all[2].reporting = Reporting::ReportOnly;
  all[3].reporting = Reporting::Both;
  all[3].endpoint = "/csp";
  all[4].inline_scripts = Inline::Nonce;
  all[5].inline_scripts = Inline::None;
  all[5].reporting = Reporting::None;
  all[6].endpoint = "https://reports.example/csp";
  all[6].services = {"stripe", "mapbox"};
  return all;
}

TEST_CASE("each change says what became of its header") {
  HardenOptions options;
  options.framing.emplace("https://partner.example");  // which X-Frame-Options can't say
  const HardenResult result = harden(
      "HTTP/1.1 200 OK\nServer: nginx/1.18.0\nX-Frame-Options: DENY\nReferrer-Policy: unsafe-url\n"
      "Content-Security-Policy: script-src 'self' 'unsafe-inline'; object-src 'none'\n",
      options);
  const auto has = [](const HeaderSet& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const Header& h) { return text::iequals(h.name, name); });
  };
  std::size_t removed = 0;
  std::size_t changed = 0;
  for (const HardenChange& change : result.changes) {
    INFO(change.header << ": " << change.sentence);
    CHECK(change.open == (change.kind == ChangeKind::Open));
    if (change.kind == ChangeKind::Removed || change.kind == ChangeKind::LeftOut) {
      CHECK_FALSE(has(result.headers, change.header));
    } else if (change.kind != ChangeKind::Open) {
      CHECK(has(result.headers, change.header));
    }
    removed += change.kind == ChangeKind::Removed && change.header == "X-Frame-Options" ? 1 : 0;
    changed += change.kind == ChangeKind::Changed && change.header == "Content-Security-Policy" ? 1 : 0;
  }
  CHECK(removed == 1);
  CHECK(changed >= 1);
}

TEST_CASE("pop-ups of a service are let through alike before and after a file's type is gone") {
  // The hardened set no longer says that it came with a file, only that it keeps itself from other sites.
  for (const std::string_view opener : {"", "Cross-Origin-Opener-Policy: same-origin\r\n"}) {
    const std::string file = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nAccess-Control-Allow-Origin: *\r\n" +
                             std::string(opener) + "Cross-Origin-Resource-Policy: same-origin\r\n";
    HardenOptions options;
    options.services = {"google-pay"};
    const HardenResult once = harden(file, options);
    const HardenResult twice = harden(lines_of(once.headers), options);
    CHECK(lines_of(twice.headers) == lines_of(once.headers));
  }
}

TEST_CASE("a hardened set has no fault of syntax, and hardening it again changes nothing") {
  for (const std::string& policy : testing::real_policies()) check_hardened(policy);
  for (const testing::RealResponse& response : testing::real_responses(101)) {
    check_hardened(testing::as_message(response));
  }
  testing::Random random(11);
  for (int i = 0; i < 500; ++i) check_hardened(testing::random_policy(random));
  std::size_t turn = 0;
  for (const HardenOptions& options : some_choices()) {
    for (std::size_t i = turn++; i < testing::real_policies().size(); i += 23) {
      check_hardened(testing::real_policies()[i], options);
    }
    for (const testing::RealResponse& response : testing::real_responses(211)) {
      check_hardened(testing::as_message(response), options);
    }
  }
}

/// The set with the site's own nonce, or some nonce, in its place.
std::string filled_in(const std::string& hardened, std::string_view before) {
  std::string nonce = "r4nd0mR4nd0mR4nd0mR4nd0";
  const std::size_t at = before.find("'nonce-");
  if (at != std::string_view::npos) {
    const std::size_t end = before.find('\'', at + 7);
    if (end != std::string_view::npos && end > at + 7) nonce = before.substr(at + 7, end - at - 7);
  }
  std::string out = hardened;
  for (std::size_t place = out.find("{{nonce}}"); place != std::string::npos; place = out.find("{{nonce}}")) {
    out.replace(place, 9, nonce);
  }
  return out;
}

/// Whether the address is plain http, or the https form of one that the text lists as such.
bool is_plain(const std::string& url, const std::string& text) {
  if (url.compare(0, 5, "http:") == 0 || url.compare(0, 3, "ws:") == 0) return true;
  if (url.compare(0, 8, "https://") != 0) return false;
  return text.find("http" + url.substr(5, url.find('/', 8) - 5)) != std::string::npos;
}

/// Whether browsers make such a request: over wss: only WebSockets are.
bool is_made(const decide::WitnessRequest& request) {
  return request.type == decide::RequestType::WebSocket || request.url.compare(0, 4, "wss:") != 0;
}

/// What the hardened set allows and the text does not: requests made of the words of both. Plain
/// http addresses count as their https form, and nonces are the server's to give.
std::string newly_allowed(const std::string& text, const HardenOptions& options) {
  const HardenResult hardened = harden(text, options);
  const std::string after = "HTTP/1.1 200 OK\n" + filled_in(lines_of(hardened.headers), text);
  std::string out;
  for (const decide::Witness& witness : compare(text, after).witnesses) {
    const std::string& url = witness.request.url;
    if (witness.change != decide::Change::Allows || !witness.request.nonce.empty()) continue;
    if (is_plain(url, text) || !is_made(witness.request)) continue;
    out += witness.sentence + "\n";
  }
  return out;
}

TEST_CASE("hardening newly allows nothing, in any browser") {
  for (std::size_t i = 0; i < testing::real_policies().size(); i += 7) {
    const std::string text = "HTTP/1.1 200 OK\nContent-Security-Policy: " + testing::real_policies()[i] + "\n";
    INFO(text);
    CHECK(newly_allowed(text, {}) == "");
  }
  for (const testing::RealResponse& response : testing::real_responses(151)) {
    const std::string text = testing::as_message(response);
    INFO(text);
    CHECK(newly_allowed(text, {}) == "");
  }
  testing::Random random(12);
  for (int i = 0; i < 200; ++i) {
    const std::string text = "HTTP/1.1 200 OK\nContent-Security-Policy: " + testing::random_policy(random) + "\n";
    INFO(text);
    CHECK(newly_allowed(text, {}) == "");
  }
}

const std::string kBarePage = "HTTP/1.1 200 OK\nContent-Type: text/html\n";

bool says(const HardenResult& result, std::string_view words) {
  return std::any_of(result.changes.begin(), result.changes.end(),
                     [&](const HardenChange& change) { return change.sentence.find(words) != std::string::npos; });
}

/// The value of frame-ancestors that is enforced.
std::string framing_of(const HardenResult& result) {
  for (const Header& header : result.headers) {
    if (header.name != "Content-Security-Policy") continue;
    const std::size_t at = header.value.find("frame-ancestors ");
    if (at == std::string::npos) continue;
    const std::size_t start = at + 16;
    return header.value.substr(start, header.value.find(';', start) - start);
  }
  return {};
}

/// The words of a list between blanks.
std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) words.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

TEST_CASE("no source of frame-ancestors is lost unsaid") {
  struct Framed {
    std::string_view lines;
    std::string_view framing;
    std::string_view said;  // empty: nothing changes
  };
  constexpr Framed kRows[] = {
      {"Content-Security-Policy: frame-ancestors https://p.test/", "https://p.test", ""},
      {"Content-Security-Policy: frame-ancestors 'self' https://p.test https://b.test/x", "'self' https://p.test",
       "Removed https://b.test/x from frame-ancestors"},
      {"Content-Security-Policy: frame-ancestors http: https://p.test", "'self' https://p.test",
       "Removed http: from frame-ancestors"},
      {"Content-Security-Policy: frame-ancestors *", "'self'", "Removed * from frame-ancestors"},
      {"Content-Security-Policy: frame-ancestors *, frame-ancestors https://p.test", "https://p.test", "Removed *"},
      {"Content-Security-Policy: frame-ancestors *.p.test, frame-ancestors https://a.p.test", "https://a.p.test",
       "Removed *.p.test from frame-ancestors: another policy"},
      {"Content-Security-Policy-Report-Only: frame-ancestors https://p.test", "https://p.test", "was only reported"},
      {"X-Frame-Options: ALLOWALL", "'none'", "No browser reads ALLOWALL"},
      {"X-Frame-Options: ALLOW-FROM nobody", "'none'", "No browser reads ALLOW-FROM nobody"},
  };
  for (const Framed& row : kRows) {
    CAPTURE(row.lines);
    const HardenResult result = harden(kBarePage + std::string(row.lines) + "\n");
    CHECK(framing_of(result) == row.framing);
    if (row.said.empty()) CHECK_FALSE(says(result, "frame-ancestors:"));
    else CHECK(says(result, row.said));
  }
  HardenOptions none;
  none.framing = "none";
  const std::string partner = kBarePage + "Content-Security-Policy: frame-ancestors 'self' https://p.test\n";
  CHECK(says(harden(partner, none), "Set frame-ancestors to 'none', as asked. Until now: 'self' https://p.test."));
  CHECK_FALSE(says(harden(kBarePage + "X-Frame-Options: DENY\n", none), "as asked"));

  std::vector<std::string> lists;
  for (const std::string& policy : testing::real_policies()) {
    const std::size_t at = policy.find("frame-ancestors ");
    if (at == std::string::npos || policy.find(',') != std::string::npos) continue;
    lists.push_back(policy.substr(at + 16, policy.find(';', at) - at - 16));
  }
  REQUIRE(lists.size() > 10);
  for (std::size_t i = 0; i < lists.size(); i += 5) {
    CAPTURE(lists[i]);
    const HardenResult result = harden(kBarePage + "Content-Security-Policy: frame-ancestors " + lists[i] + "\n");
    const std::vector<std::string> after = words_of(framing_of(result));
    for (const std::string& word : words_of(lists[i])) {
      // What matches nothing is no source that could be lost.
      if (word.find_first_of("'\"") != std::string::npos || word.find('.') == std::string::npos) continue;
      const std::string origin = word.back() == '/' ? word.substr(0, word.size() - 1) : word;
      CAPTURE(word);
      CHECK((std::find(after.begin(), after.end(), origin) != after.end() || says(result, word)));
    }
  }
}

TEST_CASE("what blocks mixed content is replaced in every enforced policy, and that is said") {
  std::vector<HardenOptions> all(4);
  all[1].reporting = Reporting::None;
  all[2].reporting = Reporting::ReportOnly;
  all[3].reporting = Reporting::None;
  all[3].site = Site::Api;
  for (const HardenOptions& options : all) {
    for (const std::string_view policy : {"img-src *; block-all-mixed-content", "block-all-mixed-content",
                                          "script-src 'self'; block-all-mixed-content"}) {
      CAPTURE(policy, options.reporting.has_value());
      const HardenResult result = harden(kBarePage + "Content-Security-Policy: " + std::string(policy) + "\n", options);
      CHECK(std::any_of(result.headers.begin(), result.headers.end(), [](const Header& header) {
        return header.name == "Content-Security-Policy" &&
               header.value.find("upgrade-insecure-requests") != std::string::npos;
      }));
      CHECK(says(result, "Replaced block-all-mixed-content"));
    }
  }
}

TEST_CASE("a Permissions-Policy in a wrong syntax keeps what it meant") {
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"camera=(self); microphone=(self)", "camera=(self), microphone=(self)"},
      {"Camera=(self), Microphone=()", "camera=(self), microphone=()"},
      {"camera='self'; geolocation=(self 'https://maps.test')",
       "camera=(self), geolocation=(self \"https://maps.test\")"},
      {"camera=(self \"https://a.test\"); usb=()", "camera=(self \"https://a.test\"), usb=()"},
      {"camera=(self, https://a.test)", "camera=(self \"https://a.test\")"},
      {"camera: none; fullscreen=*", "camera=(), fullscreen=*"},
  };
  for (const auto& [written, meant] : kRows) {
    CAPTURE(written);
    const HardenResult result = harden(kBarePage + "Permissions-Policy: " + std::string(written) + "\n");
    const auto found = std::find_if(result.headers.begin(), result.headers.end(),
                                    [](const Header& header) { return header.name == "Permissions-Policy"; });
    REQUIRE(found != result.headers.end());
    CHECK(found->value == meant);
    CHECK(says(result, "Corrected: browsers couldn't read it"));
  }
}

TEST_CASE("a keyword without quotes is named, and reports that go on are not denied") {
  HardenOptions options;
  options.reporting = Reporting::None;
  options.endpoint = "/new";
  CHECK(says(harden("script-src self unsafe-inline https://cdn.test", options), "Removed unsafe-inline in script-src"));
  const HardenResult result =
      harden(kBarePage + "Content-Security-Policy: script-src 'self'; report-uri /old\n", options);
  CHECK(says(result, "policies report where they did"));
  CHECK_FALSE(says(result, "nothing uses the endpoint"));
}

TEST_CASE("a __Host- cookie loses the Domain that makes browsers drop it") {
  HardenOptions options;
  options.harden_cookies = true;
  const HardenResult result = harden(kBarePage + "Set-Cookie: __Host-x=1; Domain=a.test\n", options);
  CHECK(std::any_of(result.headers.begin(), result.headers.end(), [](const Header& header) {
    return header.name == "Set-Cookie" && header.value == "__Host-x=1; Secure; Path=/";
  }));
  CHECK(says(result, "Chromium and Firefox drop it with Domain and without Secure and Path=/."));
}

TEST_CASE("isolation says where it is impossible, and whose frames it may cost") {
  HardenOptions options;
  options.isolation = true;
  const HardenResult boxed = harden(kBarePage + "Content-Security-Policy: sandbox allow-scripts\n", options);
  CHECK(says(boxed, "this page can't be isolated"));
  CHECK(std::none_of(boxed.headers.begin(), boxed.headers.end(),
                     [](const Header& header) { return header.name == "Cross-Origin-Embedder-Policy"; }));
  options.services = {"stripe", "youtube"};
  const HardenResult framed = harden(kBarePage, options);
  CHECK(says(framed, "Stripe"));
  CHECK(says(framed, "load in an isolated page only if"));
}

TEST_CASE("what a variable allows is neither taken away nor written over") {
  struct OpenText {
    std::string_view text;
    std::string_view kept;          // in the policy; empty: it can't be hardened
    std::string_view written = {};  // in the text, should it be written; empty: it can't be
  };
  const OpenText rows[] = {
      {"server {\n  add_header Content-Security-Policy \"default-src 'self'; connect-src $api\" always;\n}\n",
       "connect-src $api;"},
      {"add_header Content-Security-Policy \"default-src 'self'; frame-ancestors 'self' $partner\" always;",
       "frame-ancestors 'self' $partner"},
      {"add_header Content-Security-Policy $csp always;\nadd_header X-Frame-Options DENY always;", ""},
      {"add_header Content-Security-Policy \"default-src 'self'; $more\" always;", ""},
      {"Header always set Content-Security-Policy \"default-src 'self'; img-src %{IMG}e\"", "img-src %{IMG}e;"},
      {"app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: [\"'self'\"], connectSrc: "
       "[\"'self'\", process.env.API_URL] } } }));",
       "connect-src 'self' process.env.API_URL", "connectSrc: [\"'self'\", process.env.API_URL]"},
  };
  for (const OpenText& row : rows) {
    CAPTURE(row.text);
    const HardenResult result = harden(row.text);
    if (row.kept.empty()) {
      CHECK(result.error.find("directives come from a variable or a call") != std::string::npos);
      continue;
    }
    REQUIRE(result.error.empty());
    CHECK(std::any_of(result.headers.begin(), result.headers.end(), [&](const Header& header) {
      return header.name == "Content-Security-Policy" && (header.value + ";").find(row.kept) != std::string::npos;
    }));
    CHECK(says(result, "a variable or a call whose value this text doesn't hold"));
    const WriteIntoResult into = write_into(row.text, result.headers);
    const std::string out = into.refusal.empty() ? apply_edits(row.text, into.edits) : std::string(row.written);
    CHECK((!row.written.empty() || !into.refusal.empty()));
    CHECK(out.find(row.written) != std::string::npos);
  }
}

TEST_CASE("an endpoint takes the place of the policies' own, and of no other header's") {
  HardenOptions options;
  options.endpoint = "/csp-reports";
  const std::string text =
      "HTTP/1.1 200 OK\nContent-Type: text/html\nReporting-Endpoints: csp=\"/old\", coop=\"/coop\", bad=1\n"
      "Report-To: {\"group\":\"a\",\"max_age\":1,\"endpoints\":[{\"url\":\"https://a.example/\"}]}\n";
  const HardenResult result = harden(text, options);
  const auto value = [&](std::string_view name) {
    const auto found = std::find_if(result.headers.begin(), result.headers.end(),
                                    [&](const Header& header) { return header.name == name; });
    return found == result.headers.end() ? std::string() : found->value;
  };
  CHECK(value("Reporting-Endpoints") == "csp=\"/csp-reports\", coop=\"/coop\"");
  CHECK(value("Report-To").empty());
  CHECK(says(result, "Reporting-Endpoints replaces it"));
  CHECK(harden(header_set_lines(result.headers), options).headers.size() == result.headers.size());
  // Unasked, what a CDN sends stays, with a sentence where nothing uses it.
  CHECK(says(harden(text), "nothing in this set reports to it"));
  CHECK(!says(harden(text + "Cross-Origin-Opener-Policy: same-origin; report-to=\"a\"\n"), "nothing in this set"));
  for (const std::string_view bad : {"https://user:secret@reports.example/", "https://user@reports.example"}) {
    options.endpoint = bad;
    CHECK(harden("", options).error.find("without credentials") != std::string::npos);
  }
  options.endpoint = "https://reports.example/@you?a=b@c";
  CHECK(harden("", options).error.empty());
}

TEST_CASE("a page without a policy is not taken down: what would stop only reports, and is said") {
  const HardenResult first = harden(kBarePage);
  CHECK(first.headers[0].name == "Content-Security-Policy");
  CHECK(first.headers[0].value == "object-src 'none'; base-uri 'self'; frame-ancestors 'none'");
  CHECK(first.headers[1].name == "Content-Security-Policy-Report-Only");
  CHECK(first.headers[1].value.find("script-src 'self'") != std::string::npos);
  CHECK(says(first, "Once enforced, it stops inline scripts, event handlers such as onclick, eval,"));
  CHECK(says(first, " now and A"));
  // So with a policy that says nothing of scripts: it stays in force as it is.
  const HardenResult framed =
      harden(kBarePage + "Content-Security-Policy: frame-ancestors 'self'; img-src a.example\n");
  CHECK(framed.headers[0].value.find("script-src") == std::string::npos);
  CHECK(framed.headers[0].value.find("img-src a.example") != std::string::npos);
  CHECK(framed.headers[1].value.find("img-src https://a.example") == std::string::npos);
  CHECK(framed.headers[1].value.find("script-src 'self'") != std::string::npos);
  // Enforcing is a choice, and takes what was reported.
  HardenOptions enforce;
  enforce.reporting = Reporting::None;
  const HardenResult next = harden("HTTP/1.1 200 OK\n" + lines_of(first.headers), enforce);
  CHECK(next.headers[0].value.find("script-src 'self'") != std::string::npos);
  CHECK(next.headers[1].name != "Content-Security-Policy");
  CHECK(says(next, "Enforced the policy that was only reported. It stops inline scripts"));
  // Reporting alone enforces nothing, and needs no endpoint.
  HardenOptions report;
  report.reporting = Reporting::ReportOnly;
  CHECK(harden(kBarePage, report).headers[0].name == "Content-Security-Policy-Report-Only");
  report.endpoint = "/csp";
  CHECK(lines_of(harden(kBarePage, report).headers).find("csp=\"/csp\"") != std::string::npos);
  for (const std::string_view wrong : {"//other.example/", "csp", "http://a.example/", "/a b", "/a;b"}) {
    report.endpoint = wrong;
    CHECK_FALSE(harden(kBarePage, report).error.empty());
  }
}

/// Whether the policies allow the request in every profile.
bool allowed_everywhere(const HeaderSet& headers, const decide::Request& request) {
  std::vector<decide::PolicyText> policies;
  std::vector<std::string> values;
  for (const Header& header : headers) {
    if (header.name == "Content-Security-Policy") values.push_back(filled_in(header.value, ""));
  }
  for (const std::string& value : values) policies.push_back({value});
  const decide::Decider decider("https://site.example/", policies, {});
  decide::Verdict verdict;
  REQUIRE(decider.decide(request, verdict).empty());
  return std::all_of(verdict.allowed.begin(), verdict.allowed.end(), [](bool allowed) { return allowed; });
}

TEST_CASE("beside 'strict-dynamic' a service's address means nothing, and is not added") {
  for (const ServiceInfo& service : services()) {
    HardenOptions options;
    options.services = {std::string(service.id)};
    for (const std::string_view name : {"script-src", "script-src-elem"}) {
      const std::string written = std::string(name) + " 'nonce-r4nd0mR4nd0m' 'strict-dynamic'";
      const HardenResult result = harden("Content-Security-Policy: " + written, options);
      INFO(service.id << ' ' << name);
      bool seen = false;
      for (const Header& header : result.headers) {
        if (header.name != "Content-Security-Policy") continue;
        seen = true;
        INFO(header.value);
        const std::string list = header.value.substr(header.value.find(std::string(name) + " "));
        CHECK(list.substr(0, list.find("://")).find(';') != std::string::npos);  // no address in it
        CHECK(list.find(" 'nonce-{{nonce}}' 'strict-dynamic'") == name.size());
      }
      CHECK(seen);
    }
  }
}

TEST_CASE("the letter promised is the one that the text has once the set is in it, cookies included") {
  for (const std::string_view text :
       {"HTTP/1.1 200 OK\nContent-Type: text/html\nSet-Cookie: sid=abc; Path=/\nServer: nginx/1.2\n",
        "HTTP/1.1 200 OK\nContent-Type: text/html\nX-Powered-By: PHP/5.2\n"}) {
    HardenOptions options;
    options.reporting = Reporting::None;
    const HardenResult result = harden(text, options);
    const WriteIntoResult written = write_into(text, result.headers);
    CHECK(result.grade.now == analyze(apply_edits(text, written.edits)).grade.letter.value_or("F"));
  }
}

TEST_CASE(
    "every service gets its workers, and a good grade or the reason why not, whatever becomes of inline scripts") {
  for (const ServiceInfo& service : services()) {
    for (const Inline inline_scripts : {Inline::None, Inline::Nonce}) {
      for (const Site site : {Site::Static, Site::Ssr, Site::Spa, Site::Mixed}) {
        if (site == Site::Static && inline_scripts == Inline::Nonce) continue;  // refused
        HardenOptions options;
        options.site = site;
        options.inline_scripts = inline_scripts;
        options.reporting = Reporting::None;
        options.services = {std::string(service.id)};
        const HardenResult result = harden(kBarePage, options);
        const std::string lines = lines_of(result.headers);
        INFO(service.id << ' ' << static_cast<int>(inline_scripts) << '\n' << lines);
        const bool good = result.grade.enforced == "A+" || result.grade.enforced == "A" || result.grade.enforced == "B";
        const bool told = says(result, "To fix it");
        CHECK((good || told));
        CHECK((inline_scripts == Inline::None || good));
        const bool own_workers = inline_scripts == Inline::Nonce || lines.find("worker-src") != std::string::npos;
        decide::Request worker;
        worker.type = decide::RequestType::Worker;
        worker.url = "https://site.example/worker.js";
        CHECK((!own_workers || allowed_everywhere(result.headers, worker)));
        worker.url = "blob:https://site.example/4b1d";
        const bool blob = lines.find("worker-src 'self' blob:") != std::string::npos;
        CHECK((!blob || allowed_everywhere(result.headers, worker)));
        CHECK((lines.find("worker-src") == std::string::npos ||
               lines.substr(lines.find("worker-src")).find("'strict-dynamic'") == std::string::npos));
      }
    }
  }
}

/// The value of the first policy.
std::string first_policy(const HardenResult& result) {
  return result.headers.empty() ? std::string() : result.headers.front().value;
}

HardenOptions enforce_hashes(HashAlgorithm algorithm = HashAlgorithm::Sha256) {
  HardenOptions options;
  options.inline_scripts = Inline::Hash;
  options.reporting = Reporting::None;
  options.hash = algorithm;
  return options;
}

TEST_CASE("inline code is hashed as browsers hash it, in each algorithm") {
  // Line ends become LF, references in attributes are decoded, and what doesn't run is left alone.
  const std::string page =
      kBarePage +
      "\n<!DOCTYPE html><script>\r\nalert(1);\r\n</script><style>p{}</style>"
      "<script src=/a.js>no()</script><script type='application/json'>{}</script><!-- <script>no()</script> -->"
      "<textarea><script>no()</script></textarea><button onclick='go(&quot;a&quot;, \"b\")' style=color:red>";
  const std::string policy = first_policy(harden(page, enforce_hashes()));
  INFO(policy);
  const auto allowed = [&](decide::RequestType type, std::string_view content) {
    decide::Request request;
    request.type = type;
    request.content = content;
    return allowed_everywhere({{"Content-Security-Policy", policy}}, request);
  };
  CHECK(allowed(decide::RequestType::InlineScript, "\nalert(1);\n"));
  CHECK_FALSE(allowed(decide::RequestType::InlineScript, "alert(1);"));
  CHECK_FALSE(allowed(decide::RequestType::InlineScript, "\r\nalert(1);\r\n"));
  CHECK_FALSE(allowed(decide::RequestType::InlineScript, "no()"));
  CHECK_FALSE(allowed(decide::RequestType::InlineScript, "{}"));
  CHECK(allowed(decide::RequestType::InlineStyle, "p{}"));
  CHECK(allowed(decide::RequestType::ScriptAttribute, "go(\"a\", \"b\")"));
  CHECK_FALSE(allowed(decide::RequestType::InlineScript, "go(\"a\", \"b\")"));  // a handler is no script
  CHECK(allowed(decide::RequestType::StyleAttribute, "color:red"));
  for (const auto& [algorithm, name] :
       {std::pair{HashAlgorithm::Sha384, "'sha384-"}, {HashAlgorithm::Sha512, "'sha512-"}}) {
    const std::string other = first_policy(harden(page, enforce_hashes(algorithm)));
    CHECK(other.find(name) != std::string::npos);
    CHECK(other.find("'sha256-") == std::string::npos);
    decide::Request request;
    request.type = decide::RequestType::InlineScript;
    request.content = "\nalert(1);\n";
    CHECK(allowed_everywhere({{"Content-Security-Policy", other}}, request));
  }
  // A script that hides an end tag in a comment goes on behind it.
  const std::string hidden = "<script><!-- <script> </script> --> x()</script>";
  HardenOptions given = enforce_hashes();
  given.inline_code = hidden;
  decide::Request request;
  request.type = decide::RequestType::InlineScript;
  request.content = "<!-- <script> </script> --> x()";
  CHECK(allowed_everywhere(harden(kBarePage, given).headers, request));
}

TEST_CASE("what HSTS loses is said") {
  const std::string now = "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\n";
  HardenOptions options;
  CHECK_FALSE(says(harden(now, options), "no longer covered"));
  CHECK_FALSE(says(harden(now, options), "Shortened"));
  options.hsts = Hsts::Seconds300;
  CHECK(says(harden(now, options), "Shortened to 300 seconds"));
  CHECK(says(harden(now, options), "off their list"));
  options.subdomains = false;
  CHECK(says(harden(now, options), "Subdomains are no longer covered."));
}

TEST_CASE("hashing says how to give the code, what it costs, and which hash was made of another form") {
  CHECK(says(harden("", enforce_hashes()), "--inline FILE"));
  const std::string page =
      kBarePage + "Content-Security-Policy: script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='\n\n";
  const HardenResult spaced = harden(page + "<html><script> alert(1) </script><p onclick=x()>", enforce_hashes());
  CHECK(says(spaced, "is the hash of inline code without the spaces around it"));
  CHECK(says(spaced, "'unsafe-hashes': injected markup can put"));
  CHECK_FALSE(says(harden(page + "<html><script>alert(1)</script>", enforce_hashes()), "is the hash of inline code"));
  // From a file beside the headers: a page or the text of a script; and a page alone.
  HardenOptions given = enforce_hashes();
  // A fragment is a page, and an image is neither a page nor a script.
  given.inline_code = "<p onclick=\"foo()\">x</p>";
  CHECK(says(harden("", given), "1 event handler"));
  given.inline_code = std::string("\x89PNG\0\0", 6);
  CHECK_FALSE(says(harden("", given), "Added hashes"));
  given.inline_code = "alert(1)";
  CHECK(
      first_policy(harden("", given)).find("script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='") !=
      std::string::npos);
  CHECK(first_policy(harden("<!doctype html><script>alert(1)</script>", enforce_hashes())).find("'sha256-bhHHL3z2") !=
        std::string::npos);
  CHECK_FALSE(harden("<!doctype html><script>alert(1)</script>").error.empty());
  // A header stays short enough for servers.
  std::string many = "<html>";
  for (int i = 0; i < 5000; ++i) many += "<script>f(" + std::to_string(i) + ")</script>";
  given.inline_code = many;
  const HardenResult cut = harden("", given);
  CHECK(first_policy(cut).size() < 8192);
  CHECK(says(cut, "Left out 4900 pieces"));
}

TEST_CASE("each kind of site gets a set of its own, nonces cover styles, and what can't go together is refused") {
  std::vector<std::string> sets;
  for (const Site site : {Site::Static, Site::Ssr, Site::Spa, Site::Api, Site::Mixed}) {
    HardenOptions options;
    options.site = site;
    sets.push_back(lines_of(harden("", options).headers));
  }
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) CHECK(sets[i] != sets[j]);
  }
  HardenOptions nonce;
  nonce.inline_scripts = Inline::Nonce;
  nonce.reporting = Reporting::None;
  CHECK(first_policy(harden("", nonce)).find("style-src 'self' 'nonce-{{nonce}}'") != std::string::npos);
  // Beside 'unsafe-inline', a nonce would stop style attributes.
  CHECK(first_policy(harden("Content-Security-Policy: script-src 'self'; style-src 'unsafe-inline'", nonce))
            .find("style-src 'unsafe-inline';") != std::string::npos);
  nonce.site = Site::Static;
  CHECK(harden("", nonce).error.find("use inline=hash") != std::string::npos);
  HardenOptions preload;
  preload.hsts = Hsts::Preload;
  CHECK(harden("", preload).error.empty());
  HardenOptions unknown;
  unknown.services = {"ga4"};
  CHECK(harden("", unknown).error.find("unknown service ga4; did you mean 'google-analytics'?") == 0);
  unknown.services = {"no-such-thing"};
  CHECK(harden("", unknown).error.find("; available: adobe-fonts ") != std::string::npos);
  preload.subdomains = false;
  CHECK(harden("", preload).error.find("includeSubDomains") != std::string::npos);
}

TEST_CASE("session cookies get what they lack, others and names are advised about") {
  const std::string text =
      kBarePage +
      "Set-Cookie: sessionid=1; Path=/\nServer: a\nSet-Cookie: theme=dark; SameSite=Lax\n"
      "Set-Cookie: PHPSESSID=gone; Max-Age=0\nSet-Cookie: __Host-sid=2; Path=/; Secure; HttpOnly; SameSite=None\n";
  const HardenResult advised = harden(text);
  CHECK(says(advised, "sessionid: add Secure, HttpOnly and SameSite=Lax"));
  CHECK(says(advised, "__Host-sessionid"));
  CHECK(says(advised, "theme: add Secure"));
  CHECK(says(harden("HTTP/1.1 200 OK\nSet-Cookie: a=b; SameSite=None\n"), "drop it without Secure. Add Secure"));
  for (const Header& header : advised.headers) CHECK(header.name != "Set-Cookie");
  HardenOptions options;
  options.harden_cookies = true;
  const HardenResult hardened = harden(text, options);
  std::vector<std::string> cookies;
  for (const Header& header : hardened.headers) {
    if (header.name == "Set-Cookie") cookies.push_back(header.value);
  }
  CHECK(cookies == std::vector<std::string>{"sessionid=1; Path=/; Secure; HttpOnly; SameSite=Lax",
                                            "theme=dark; SameSite=Lax", "PHPSESSID=gone; Max-Age=0",
                                            "__Host-sid=2; Path=/; Secure; HttpOnly; SameSite=None"});
  // Each is written where it was, and all else stays.
  const WriteIntoResult written = write_into(text, hardened.headers);
  REQUIRE(written.refusal.empty());
  const std::string out = apply_edits(text, written.edits);
  CHECK(
      out.find(
          "Set-Cookie: sessionid=1; Path=/; Secure; HttpOnly; SameSite=Lax\nServer: a\nSet-Cookie: theme=dark; SameSite=Lax\n") !=
      std::string::npos);
  // Cookies of another response replace none.
  const std::string other =
      apply_edits(kBarePage + "Set-Cookie: a=1\n", write_into(kBarePage + "Set-Cookie: a=1\n", hardened.headers).edits);
  CHECK(other.find("Set-Cookie: a=1\n") != std::string::npos);
  CHECK(other.find("sessionid") == std::string::npos);
}

TEST_CASE("a cookie that browsers drop gets what it lacks, whatever it is for") {
  const std::pair<std::string, std::string> kCookies[] = {
      {"__Host-theme=1; Path=/; SameSite=Lax", "; Secure"},
      {"__Host-theme=1; SameSite=Lax", "; Secure; Path=/"},
      {"__Host-theme=1; Secure; Path=/app; SameSite=Lax", "; Path=/"},
      {"__Secure-theme=1; SameSite=Lax", "; Secure"},
      {"__Http-theme=1; Secure; SameSite=Lax", "; HttpOnly"},
      {"theme=1; SameSite=None; Partitioned", "; Secure"},
      {"theme=1; SameSite=None", "; Secure"},
      {"theme=1; SameSite=Lax", ""},
      {"__Host-theme=1; Path=/; Secure; SameSite=Lax", ""}};
  for (const auto& [cookie, added] : kCookies) {
    HardenOptions options;
    options.harden_cookies = true;
    const HardenResult result = harden(kBarePage + "Set-Cookie: " + cookie + "\n", options);
    INFO(cookie);
    CHECK(lines_of(result.headers).find("Set-Cookie: " + cookie + added + "\n") != std::string::npos);
    CHECK(says(result, "Chromium and Firefox drop it without") == !added.empty());
    // What comes out is kept as it is.
    CHECK(lines_of(harden(kBarePage + "Set-Cookie: " + cookie + added + "\n", options).headers) ==
          lines_of(result.headers));
  }
}

TEST_CASE("dropping sources opens nothing, and keeps the page's own files where a source covered them") {
  HardenOptions options;
  options.keep_sources = false;
  options.reporting = Reporting::None;
  const auto policy = [&](const std::string& list) {
    return lines_of(harden("Content-Security-Policy: default-src 'self'; font-src " + list, options).headers);
  };
  CHECK(policy("https://a.example https://b.example").find("font-src 'none'") != std::string::npos);
  CHECK(policy("data:").find("font-src 'none'") != std::string::npos);
  CHECK(policy("https: data:").find("font-src 'self';") != std::string::npos);
  CHECK(policy("* 'unsafe-inline'").find("font-src 'self'") != std::string::npos);
  CHECK(policy("'self' https://a.example").find("font-src 'self';") != std::string::npos);
}

TEST_CASE("what is reported beside an enforced policy stays as strict, and its reports go where they went") {
  const std::string enforced =
      "Content-Security-Policy: default-src 'self'; script-src 'self' 'unsafe-inline' https://a.example\n";
  const std::string strict = "default-src 'self'; script-src 'self'; report-uri /theirs; report-to theirs";
  for (const Reporting reporting : {Reporting::ReportOnly, Reporting::Both}) {
    HardenOptions options;
    options.reporting = reporting;
    const HardenResult result = harden(enforced + "Content-Security-Policy-Report-Only: " + strict + "\n", options);
    std::string reported;
    for (const Header& header : result.headers) {
      if (header.name == "Content-Security-Policy-Report-Only") reported = header.value;
    }
    INFO(reported);
    CHECK(reported.find("https://a.example") == std::string::npos);
    CHECK(reported.find("report-uri /theirs; report-to theirs") != std::string::npos);
    CHECK((reported.find("require-trusted-types-for") != std::string::npos) == (reporting == Reporting::Both));
    // A weaker one gives way, and says so.
    const HardenResult weak = harden(
        "Content-Security-Policy: default-src 'self'\nContent-Security-Policy-Report-Only: default-src * "
        "'unsafe-inline'; report-uri /theirs\n",
        options);
    CHECK(says(weak, "lets in scripts that the enforced one stops"));
    CHECK(lines_of(weak.headers).find("report-uri /theirs") != std::string::npos);
  }
  // Where Trusted Types are required already, nothing is left to try.
  HardenOptions both;
  both.reporting = Reporting::Both;
  const HardenResult done =
      harden("Content-Security-Policy: default-src 'self'; require-trusted-types-for 'script'", both);
  CHECK(lines_of(done.headers).find("Report-Only") == std::string::npos);
  CHECK(says(done, "a stricter one has nothing to find"));
}

TEST_CASE("only what was done is said: hashes that a list took, and no upgrade in a policy that reports") {
  HardenOptions options = enforce_hashes();
  const std::string page = "\n<html><style>p{}</style><script>a()</script><p onclick=b() style=color:red>";
  const std::string open =
      kBarePage + "Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'\n";
  const HardenResult kept = harden(open + page, options);
  CHECK(says(kept, "Added hashes of 1 inline script."));
  CHECK_FALSE(says(kept, "style attribute by"));
  // Once they are there, nothing is added any more.
  const HardenResult again =
      harden("HTTP/1.1 200 OK\nContent-Type: text/html\n" + lines_of(kept.headers) + page, options);
  CHECK(lines_of(again.headers) == lines_of(kept.headers));
  CHECK_FALSE(says(again, "Added hashes"));
  CHECK_FALSE(says(again, "by 'unsafe-hashes'"));
  options.reporting = Reporting::ReportOnly;
  CHECK_FALSE(says(harden("default-src 'self'", options), "upgrade-insecure-requests"));
}

TEST_CASE("a hashed page under 'strict-dynamic' keeps its files by integrity, or says which stop") {
  const std::string policy =
      kBarePage + "Content-Security-Policy: script-src 'nonce-r4nd0mR4nd0mR4nd' 'strict-dynamic'\n";
  const std::string hash = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC";
  const HardenResult result = harden(policy +
                                         "\n<html><script>a()</script><script src=/b.js></script>"
                                         "<script src=https://c.example/c.js integrity='" +
                                         hash + "?x'></script>",
                                     enforce_hashes());
  CHECK(says(result, "/b.js doesn't run under 'strict-dynamic' with hashes alone"));
  CHECK(says(result, "Added the hashes of 1 script file from their integrity attributes"));
  decide::Request request;
  request.type = decide::RequestType::Script;
  request.url = "https://c.example/c.js";
  request.integrity = hash;
  CHECK(allowed_everywhere({result.headers[0]}, request));
  request.integrity = "";
  CHECK_FALSE(allowed_everywhere({result.headers[0]}, request));
  CHECK_FALSE(says(harden(kBarePage + "Content-Security-Policy: script-src 'self'\n\n<html><script src=/b.js></script>",
                          enforce_hashes()),
                   "doesn't run"));
}

TEST_CASE("inline code of SVG, srcdoc and other charsets is hashed as browsers do, or left out with a note") {
  const auto allowed_in = [&](std::string_view of_type, const std::string& html, decide::RequestType type,
                              std::string_view content) {
    decide::Request request;
    request.type = type;
    request.content = content;
    const std::string text = "HTTP/1.1 200 OK\n" + std::string(of_type) + "\n" + html;
    return allowed_everywhere({{"Content-Security-Policy", first_policy(harden(text, enforce_hashes()))}}, request);
  };
  const auto allowed = [&](const std::string& html, decide::RequestType type, std::string_view content) {
    return allowed_in("Content-Type: text/html\n", html, type, content);
  };
  using decide::RequestType;
  struct Case {
    std::string html;
    RequestType type;
    std::string_view content;
  };
  const Case kCases[] = {
      // In SVG, a script is no raw text: references, comments, CDATA and children count as the parser reads them.
      {"<html><svg><script>a &lt; b &amp;&amp; c</script></svg>", RequestType::InlineScript, "a < b && c"},
      {"<html><svg><script><![CDATA[a < b && c]]></script></svg>", RequestType::InlineScript, "a < b && c"},
      {"<html><svg><script>a<!-- x -->b<g>no</g>c</script></svg>", RequestType::InlineScript, "abc"},
      {"<html><svg><style>p &gt; q{}</style></svg>", RequestType::InlineStyle, "p > q{}"},
      {"<html><svg><foreignObject><script>a &lt; b</script></foreignObject></svg>", RequestType::InlineScript,
       "a &lt; b"},
      {"<html><svg><p><script>a &lt; b</script>", RequestType::InlineScript, "a &lt; b"},
      {"<html><svg></svg><script>a &lt; b</script>", RequestType::InlineScript, "a &lt; b"},
      {"<html><svg/><script>a &lt; b</script>", RequestType::InlineScript, "a &lt; b"},
      {"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>a &lt; b</script></svg>",
       RequestType::InlineScript, "a < b"},
      {"<html><p onclick='a()\nb()'>", RequestType::ScriptAttribute, "a()\nb()"},
      // A document in srcdoc inherits the policy.
      {"<html><iframe srcdoc=\"<script>go(&quot;a&quot;)</script>\"></iframe>", RequestType::InlineScript, "go(\"a\")"},
      {"<html><iframe srcdoc='<p onclick=\"go(&amp;quot;a&amp;quot;)\">'></iframe>", RequestType::ScriptAttribute,
       "go(\"a\")"},
      {"<html><iframe srcdoc=\"&lt;iframe srcdoc='&amp;lt;style&amp;gt;b{}'&gt;\"></iframe>", RequestType::InlineStyle,
       "b{}"},
      {"<html><!--><script>a()</script><!-- -->", RequestType::InlineScript, "a()"},
      {"<html><!-- --!><script>a()</script>", RequestType::InlineScript, "a()"},
      {"<html><script>\xC3\xA9()</script>", RequestType::InlineScript, "\xC3\xA9()"}};
  for (const Case& row : kCases) {
    INFO(row.html);
    CHECK(allowed(row.html, row.type, row.content));
  }
  // A page of an XML type has no raw text, an HTML page has it however it begins.
  const std::string image = "<svg onload='a()\nb()' xmlns='http://www.w3.org/2000/svg'><script>a &lt; b</script></svg>";
  const std::string xhtml =
      "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script src='/a.js'/><title><script>a &lt; b"
      "</script></title><script>//<![CDATA[\nc < d;\n//]]></script></html>";
  for (const std::string_view type : {"Content-Type: image/svg+xml\n", "Content-Type: text/xml; charset=utf-8\n"}) {
    CHECK(allowed_in(type, image, RequestType::ScriptAttribute, "a() b()"));
    CHECK(allowed_in(type, image, RequestType::InlineScript, "a < b"));
  }
  CHECK(allowed_in("X-A: b\n", "<?xml version='1.0'?>" + image, RequestType::ScriptAttribute, "a() b()"));
  CHECK(allowed(image, RequestType::ScriptAttribute, "a()\nb()"));
  CHECK(allowed_in("Content-Type: application/xhtml+xml\n", xhtml, RequestType::InlineScript, "a < b"));
  CHECK(allowed_in("Content-Type: application/xhtml+xml\n", xhtml, RequestType::InlineScript, "//\nc < d;\n//"));
  CHECK(allowed(xhtml, RequestType::InlineScript, "//<![CDATA[\nc < d;\n//]]>"));
  CHECK_FALSE(allowed(xhtml, RequestType::InlineScript, "a < b"));
  CHECK_FALSE(allowed("<html><svg><script href=/a.js>no()</script></svg>", RequestType::InlineScript, "no()"));
  CHECK_FALSE(allowed("<html><math><script>no()</script></math>", RequestType::InlineScript, "no()"));
  const auto result = [&](const std::string& html) { return harden(kBarePage + "\n" + html, enforce_hashes()); };
  for (const std::string& html : {std::string("<html><p onclick='a(\"&eacute;\")'>"),
                                  std::string("<html><svg><script>a(\"&nbsp\")</script></svg>"),
                                  std::string("<html><p onclick='a(\"&#150;\")'>")}) {
    INFO(html);
    CHECK(says(result(html), "Left out 1 piece of inline code with character references"));
    CHECK(first_policy(result(html)).find("'sha256-") == std::string::npos);
  }
  CHECK_FALSE(says(result("<html><p onclick='a(x&y, x&&y, x&copy=1)'>"), "character references"));
  CHECK(says(result("<html><script>a('\xE9')</script>"), "its bytes aren't UTF-8"));
  CHECK(first_policy(result("<html><script>a('\xE9')</script>")).find("'sha256-") == std::string::npos);
  CHECK(says(result("<html><meta charset=windows-1252><script>a('\xC3\xA9')</script>"),
             "the page declares charset=windows-1252"));
  CHECK_FALSE(says(result("<html><meta charset=windows-1252><script>a()</script>"), "declares charset"));
}

TEST_CASE("what the policy stops of inline styles is named: elements, attributes or both") {
  const auto sentence = [](std::string_view directives) {
    const HardenResult result =
        harden(kBarePage + "Content-Security-Policy-Report-Only: script-src 'self'; " + std::string(directives) + "\n");
    for (const HardenChange& change : result.changes) {
      if (change.sentence.find("Once enforced, it stops ") != std::string::npos) return change.sentence;
    }
    return std::string();
  };
  const std::string both = sentence("style-src 'self'");
  CHECK(both.find("inline styles") != std::string::npos);
  const std::string attributes = sentence("style-src 'self' 'unsafe-inline'; style-src-attr 'none'");
  CHECK(attributes.find("style attributes") != std::string::npos);
  CHECK(attributes.find("inline styles") == std::string::npos);
  const std::string elements = sentence("style-src 'self' 'unsafe-inline'; style-src-elem 'self'");
  CHECK(elements.find("style elements") != std::string::npos);
  CHECK(elements.find("inline styles") == std::string::npos);
  CHECK(sentence("style-src 'self' 'unsafe-inline'").find("style") != std::string::npos);
  CHECK(sentence("style-src 'self' 'unsafe-inline'").find("inline styles") == std::string::npos);
}

TEST_CASE("framing is what the software shown in a response needs, and its needs are told") {
  const auto value_of = [](const HardenResult& result, std::string_view name) {
    for (const Header& header : result.headers) {
      if (header.name == name) return header.value;
    }
    return std::string();
  };
  struct Shown {
    std::string_view shown;  // headers, and a page behind an empty line
    std::string_view framing;
    std::string_view told;
  };
  const Shown rows[] = {
      {"Link: <https://a.example/wp-json/>; rel=\"https://api.w.org/\"\n", "SAMEORIGIN", "WordPress"},
      {"X-Pingback: https://a.example/xmlrpc.php\n", "SAMEORIGIN", "WordPress"},
      {"X-Redirect-By: WordPress\n", "SAMEORIGIN", "WordPress"},
      {"Set-Cookie: wordpress_test_cookie=WP; path=/\n", "SAMEORIGIN", "WordPress"},
      {"\n<html><link href='https://a.example/wp-content/themes/a/style.css'>", "SAMEORIGIN", "WordPress"},
      {"X-Generator: Drupal 10 (https://www.drupal.org)\n", "SAMEORIGIN", "Drupal"},
      {"\n<html><script src='https://cdn.shopify.com/shopifycloud/app-bridge.js'></script>", "", "Shopify"},
      {"Set-Cookie: grafana_session=1; Path=/\n", "DENY", "grafana.ini"},
      {"Set-Cookie: phpMyAdmin=1; Path=/\n", "DENY", "phpMyAdmin"},
      {"\n<html><script src=_framework/blazor.web.js></script>", "DENY", "'wasm-unsafe-eval'"},
      {"\n<html><app-root ng-version=17></app-root>", "DENY", "ngCspNonce"},
      {"\n<html><body data-turbo=false>", "DENY", "csp_meta_tag"},
      {"\n<html><script src=https://cdn.jsdelivr.net/npm/swagger-ui-dist@5/swagger-ui-bundle.js></script>", "DENY",
       "Swagger UI"},
      {"\n<html><script src=https://cdn.jsdelivr.net/npm/alpinejs@3.14/dist/cdn.min.js></script>", "DENY",
       "@alpinejs/csp"},
      {"\n<html><script src=https://cdn.jsdelivr.net/npm/@alpinejs/csp@3.14/dist/cdn.min.js></script>", "DENY", ""},
      {"X-Discourse-Route: list/latest\n", "SAMEORIGIN", "Discourse"},
      {"\n<html><link rel=stylesheet href=/static/admin/css/base.css>", "DENY", "Django 1.10"},
      {"\n<html><script src=https://cdn.jsdelivr.net/ghost/portal@~2.1/umd/portal.min.js></script>", "DENY",
       "cdn.jsdelivr.net/ghost"},
      {"Set-Cookie: _gitlab_session=1; path=/\n", "DENY", "gitlab.rb"},
      {"\n<html><script src=https://unpkg.com/htmx.org@2/dist/htmx.js></script>", "DENY", "inlineStyleNonce"},
      {"X-Jenkins: 2.541\n", "DENY", "2.539"},
      {"\n<html><script type=application/json class='joomla-script-options new'>{}</script>", "SAMEORIGIN",
       "System - HTTP Headers"},
      {"Set-Cookie: KC_RESTART=1; Path=/realms/a/\n", "SAMEORIGIN", "Realm settings"},
      {"\n<html><div wire:id=abc>", "DENY", "CSP-safe"},
      {"\n<html><script type='text/x-magento-init'>{}</script>", "DENY", "csp_whitelist.xml"},
      {"Set-Cookie: __Host-nc_sameSiteCookiestrict=true; path=/\n", "SAMEORIGIN", "Nextcloud"},
      {"X-Powered-By: Next.js\n", "DENY", "nextjs-middleware"},
      {"\n<html><script src=/_next/static/chunks/main.js></script>", "DENY", "nextjs-middleware"},
      {"\n<html><meta name=generator content=\"TYPO3 CMS\">", "DENY", "enforceContentSecurityPolicy"},
      {"X-A: about wp-json\n", "DENY", ""},
      {"X-Powered-By: Express\n", "DENY", ""},
      {"Set-Cookie: magenta=1\n", "DENY", ""},
      {"\n<html><a href=https://ghost.org/>a page about ghosts, joomla! and alpine</a>", "DENY", ""},
      {"\n<html>a page about a theme", "DENY", ""},
  };
  for (const Shown& row : rows) {
    INFO(row.shown);
    const HardenResult result = harden(kBarePage + std::string(row.shown));
    CHECK(value_of(result, "X-Frame-Options") == row.framing);
    CHECK(says(result, "his looks like ") == !row.told.empty());
    if (!row.told.empty()) CHECK(says(result, row.told));
    HardenOptions none;
    none.framing.emplace("none");
    CHECK(value_of(harden(kBarePage + std::string(row.shown), none), "X-Frame-Options") == "DENY");
    // What the response says of framing goes before.
    const HardenResult said = harden(kBarePage + "X-Frame-Options: DENY\n" + std::string(row.shown));
    CHECK(value_of(said, "X-Frame-Options") == "DENY");
  }
  const HardenResult jupyter =
      harden(kBarePage + "Content-Security-Policy: frame-ancestors 'self'; report-uri /api/security/csp-report\n");
  CHECK(says(jupyter, "tornado_settings"));
}

TEST_CASE("what hardening leaves alone is written nowhere else") {
  const std::string text =
      kBarePage + "Link: </a>; rel=preload\nServer: a\nLink: </b>; rel=preload\nCache-Control: no-cache\n";
  const std::string out = apply_edits(text, write_into(text, harden(text).headers).edits);
  CHECK(out.substr(0, text.size()) == text);
}

TEST_CASE("what changes for visitors is told as compare tells it, now and once enforced") {
  const HardenResult result = harden(kBarePage);
  const HardenEffects effects = effects_of(kBarePage, result);
  const auto blocks_scripts = [](const Comparison& comparison) {
    return std::any_of(comparison.witnesses.begin(), comparison.witnesses.end(), [](const decide::Witness& witness) {
      return witness.change == decide::Change::Blocks && witness.kind == "scripts";
    });
  };
  CHECK_FALSE(blocks_scripts(effects.now));
  CHECK(blocks_scripts(effects.enforced));
  HardenOptions enforce;
  enforce.reporting = Reporting::None;
  CHECK(blocks_scripts(effects_of(kBarePage, harden(kBarePage, enforce)).now));
}

TEST_CASE("sources that browsers can't read are named where they go, one sentence a directive") {
  const HardenResult result = harden(
      "Content-Security-Policy: default-src 'self' https://a.example:99999 https://b.example:80x https://ok.example; "
      "img-src 'self' https://*.*.example; frame-ancestors https://c.example:70000");
  CHECK(
      says(result,
           "Removed https://a.example:99999 https://b.example:80x in default-src: browsers can't read them as sources, "
           "so they allow nothing."));
  CHECK(says(result,
             "Removed https://*.*.example in img-src: browsers can't read it as a source, so it allows nothing."));
  CHECK(says(result, "Removed https://c.example:70000 in frame-ancestors"));
  // One that has a clear meaning has its own sentence, what is readable none.
  const HardenResult other = harden("Content-Security-Policy: script-src 'self' unsafe-inline https://ok.example");
  CHECK(!says(other, "as a source"));
  std::string many = "Content-Security-Policy: img-src";
  for (int i = 0; i < 9; ++i) many += " https://h" + std::to_string(i) + ".example:99999";
  CHECK(says(harden(many), "https://h2.example:99999 and 6 more in img-src"));
}

}  // namespace harden_test
}  // namespace headstrong
