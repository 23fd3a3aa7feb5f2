// Hardening as properties over real and made-up policies; tests/servers shows that sets arrive, and
// tests/program how the verb answers.
#include "headstrong/harden.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/policies.hpp"

namespace headstrong {
namespace {

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
    {"script-src self; object-src none", "script-src 'self'; object-src 'none'; "},
    {"default-src \"self\"; img-src * data", "default-src 'self'; img-src *; script-src 'self'; "},
    {"default-src none", "default-src 'none'; script-src 'none'; "},
    {"default-src 'self'; script-src 'self' style-src 'self' a.example",
     "default-src 'self'; script-src 'self'; style-src 'self' a.example; "},
    {"default-src 'self'; script-src 'self' unsafe-inline", "default-src 'self'; script-src 'self'; "},
    {"default-src 'self'; connect-src 'unsafe-inline' b.example:99999 c.example",
     "default-src 'self'; connect-src c.example; "},
    {"default-src 'self'; img-src http://a.example https://a.example",
     "default-src 'self'; img-src https://a.example; "},
    {"default-src 'self'; img-src https://a.example/X https://a.example/x",
     "default-src 'self'; img-src https://a.example/X https://a.example/x; "},
};

TEST_CASE("hardening reads misspelled sources as they were meant, and drops what means nothing") {
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
     "frame-ancestors 'self' partner.example"},
    {"Content-Security-Policy: frame-ancestors 'self', frame-ancestors 'none'",
     "Content-Security-Policy", "frame-ancestors 'none'"},
    {"Content-Security-Policy: frame-ancestors a.example b.example, frame-ancestors b.example",
     "Content-Security-Policy", "frame-ancestors b.example;"},
    {"X-Frame-Options: SAMEORIGIN\nX-Frame-Options: SAMEORIGIN", "X-Frame-Options", "SAMEORIGIN"},
    {"X-Frame-Options: ALLOW-FROM https://partner.example/", "Content-Security-Policy",
     "frame-ancestors 'self' https://partner.example;"},
    // A nonce for styles says nothing about scripts.
    {"Content-Security-Policy: script-src 'self' cdn.example; style-src 'nonce-r4nd0mR4nd0m'",
     "Content-Security-Policy", "script-src 'self' cdn.example; style-src 'nonce-{{nonce}}'"},
    {"Content-Security-Policy: script-src 'self' cdn.example 'nonce-r4nd0mR4nd0m'",
     "Content-Security-Policy", "script-src 'nonce-{{nonce}}' 'self' cdn.example;"},
    {"Content-Security-Policy: script-src https: 'strict-dynamic' 'nonce-r4nd0mR4nd0m'",
     "Content-Security-Policy", "script-src 'nonce-{{nonce}}' 'strict-dynamic';"},
    {"Content-Security-Policy: script-src 'self' blob:", "Content-Security-Policy",
     "worker-src 'self' blob:;"},
    {"Content-Security-Policy: default-src 'self' http://localhost:3000 ws://live.example",
     "Content-Security-Policy", "default-src 'self' http://localhost:3000 wss://live.example;"},
    {"Content-Security-Policy: default-src 'self'\nContent-Security-Policy-Report-Only: img-src 'self'",
     "Content-Security-Policy-Report-Only", "img-src 'self'"},
    {"Cross-Origin-Embedder-Policy: require-corp", "Cross-Origin-Embedder-Policy", "require-corp"},
    {"Integrity-Policy: blocked-destinations=(script)", "Integrity-Policy",
     "blocked-destinations=(script)"},
    {"Content-Security-Policy: sandbox", "Cross-Origin-Opener-Policy", "(none)"},
    {"Feature-Policy: camera 'none'; geolocation 'self' https://maps.example", "Permissions-Policy",
     "camera=(), geolocation=(self \"https://maps.example\")"},
    {"Permissions-Policy: camera=*, fullscreen=*", "Permissions-Policy", "camera=(self), fullscreen=*"},
    {"Content-Type: text/javascript\nAccess-Control-Allow-Origin: *", "Cross-Origin-Resource-Policy",
     "cross-origin"},
    {"Content-Type: image/png", "Cross-Origin-Resource-Policy", "same-site"},
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
  const bool said = std::any_of(
      result.changes.begin(), result.changes.end(), [](const HardenChange& change) {
        return change.open && change.sentence.find("Still open: cdnjs.cloudflare.com lets") == 0;
      });
  CHECK(said);
}

/// Findings that a hardened set must not have.
std::string faults_of(std::string_view hardened) {
  std::string out;
  const Report report = analyze(hardened);
  for (const Finding& finding : report.findings) {
    if (finding.rule->header != "Content-Security-Policy") continue;  // the others are sent on as they are
    const bool idle = finding.rule->category == Category::Syntax ||
                      finding.rule->category == Category::Ignored;
    // The server fills the nonce in; endpoints may be defined where the paste does not show.
    if (!idle || finding.rule->id == "csp/unfilled-nonce" ||
        finding.rule->id == "csp/undefined-report-endpoint") {
      continue;
    }
    out += std::string(finding.rule->id) + ": " + message_of(finding) + "\n";
  }
  return out;
}

void check_hardened(std::string_view text) {
  INFO(text);
  const HardenResult hardened = harden(text);
  if (!hardened.error.empty()) {  // it is refused where nothing could be read
    CHECK(analyze(text).input.responses.empty());
    return;
  }
  const std::string once = "HTTP/1.1 200 OK\n" + lines_of(hardened.headers);
  CHECK(faults_of(once) == "");
  CHECK("HTTP/1.1 200 OK\n" + lines_of(harden(once).headers) == once);
}

TEST_CASE("a hardened set has no fault of syntax, and hardening it again changes nothing") {
  for (const std::string& policy : testing::real_policies()) check_hardened(policy);
  for (const testing::RealResponse& response : testing::real_responses(101)) {
    check_hardened(testing::as_message(response));
  }
  testing::Random random(11);
  for (int i = 0; i < 500; ++i) check_hardened(testing::random_policy(random));
}

}  // namespace
}  // namespace headstrong
