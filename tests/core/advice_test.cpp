// What findings say beside each other: no two of them, and no sentence of a report, contradict.
#include <algorithm>
#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"
#include "headstrong/catalogue.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/text_report.hpp"
#include "support/catch.hpp"
#include "support/edits.hpp"

namespace headstrong {
namespace advice_test {

const Finding* raised(const Report& report, std::string_view rule) {
  const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                  [&](const Finding& finding) { return finding.rule->id == rule; });
  return found == report.findings.end() ? nullptr : &*found;
}

std::string html_of(const std::string& headers) {
  return "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n" + headers;
}

TEST_CASE("nobody is told to keep a header that does nothing") {
  const Report keeps = analyze(html_of("Reporting-Endpoints: a=\"https://r.example/\"\n"));
  REQUIRE(raised(keeps, "response/browser-support") != nullptr);
  for (const std::string_view header :
       {"Cross-Origin-Embedder-Policy-Report-Only: unsafe-none",
        "Cross-Origin-Opener-Policy-Report-Only: \"same-origin\"", "Document-Isolation-Policy: none",
        "Integrity-Policy: blocked-destinations=(style)", "Integrity-Policy-Report-Only: script",
        "NEL: {\"report_to\":\"nowhere\",\"max_age\":9}", "Origin-Agent-Cluster: true",
        "Permissions-Policy: camera 'none'", "Permissions-Policy-Report-Only: camera 'none'",
        "Reporting-Endpoints: a=http://r.example/", "Reporting-Endpoints: a=\"http://r.example/\""}) {
    INFO(header);
    CHECK(raised(analyze(html_of(std::string(header) + "\n")), "response/browser-support") == nullptr);
  }
  // The examples of all rules that say of a whole header that browsers ignore it.
  for (const RuleInfo* rule : rule_catalogue()) {
    const bool dead = rule->title.find("does nothing") != std::string_view::npos ||
                      rule->title.find("blocks nothing") != std::string_view::npos ||
                      rule->title.find("reports nothing") != std::string_view::npos;
    if (!dead) continue;
    INFO(rule->id);
    const Report report = analyze(rule->bad);
    const Finding* support = raised(report, "response/browser-support");
    CHECK((support == nullptr || support->header != rule->header));
  }
}

TEST_CASE("a list that lets every host in is said once") {
  const Report wide = analyze("default-src *");
  const Finding* scripts = raised(wide, "csp/script-any-host");
  REQUIRE(scripts != nullptr);
  CHECK(message_of(*scripts).find("plugin content, style sheets, frames, images and fetch()") != std::string::npos);
  for (const std::string_view rule : {"csp/object-any-host", "csp/style-any-host", "csp/frame-any-host",
                                      "csp/image-any-host", "csp/connect-any-host"}) {
    INFO(rule);
    CHECK(raised(wide, rule) == nullptr);
    // Another list is another matter.
    CHECK(raised(analyze("script-src 'self'; default-src *"), rule) != nullptr);
    CHECK(raised(analyze("script-src https:; default-src https:"), rule) != nullptr);
  }
  CHECK(message_of(*raised(analyze("script-src https:; default-src 'self'"), "csp/script-any-host"))
            .find("the same goes") == std::string::npos);
}

TEST_CASE("what is left of a policy on data is said") {
  const auto message = [](const std::string& headers) {
    const Report report = analyze("HTTP/1.1 200 OK\n" + headers);
    const Finding* finding = raised(report, "response/idle-policy");
    return finding == nullptr ? std::string() : message_of(*finding);
  };
  CHECK(
      message("Content-Type: application/json\nContent-Security-Policy: frame-ancestors 'none'\n") ==
      "The header Content-Security-Policy keeps others from framing application/json (frame-ancestors) and does nothing more.");
  CHECK(message("Content-Type: application/pdf\nContent-Security-Policy: default-src 'none'\n") ==
        "The header Content-Security-Policy does nothing for application/pdf, of which it could only limit framing "
        "(frame-ancestors).");
  CHECK(message("Content-Type: text/plain\nContent-Security-Policy-Report-Only: frame-ancestors 'none'\n")
            .find("does nothing") != std::string::npos);
  CHECK(message("Content-Disposition: attachment\nContent-Security-Policy: frame-ancestors 'none'\n") ==
        "The header Content-Security-Policy has no effect on a download.");
}

TEST_CASE("the arithmetic names what caps the score") {
  const auto words = [](const std::string& more) {
    return to_markdown(
        analyze(html_of("X-Content-Type-Options: nosniff\nReferrer-Policy: no-referrer\nPermissions-Policy: camera=()\n"
                        "Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Resource-Policy: same-origin\n"
                        "Strict-Transport-Security: max-age=63072000; includeSubDomains\n"
                        "Set-Cookie: __Host-sid=1; Secure; HttpOnly; SameSite=Lax; Path=/\n" +
                        more)),
        ReportFacts{});
  };
  const std::string policy =
      "Content-Security-Policy: default-src 'none'; script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'; "
      "form-action 'self'";
  CHECK(words(policy + "\n").find("Framing, below 40, caps the whole at 84.") != std::string::npos);
  const std::string null = words(policy +
                                 "; frame-ancestors 'none'\nAccess-Control-Allow-Origin: null\n"
                                 "Access-Control-Allow-Credentials: true\n");
  CHECK(null.find("; a critical finding caps the whole at 54.") != std::string::npos);
  CHECK(null.find("below 40,") == std::string::npos);
}

TEST_CASE("a header that changes nothing changes no grade") {
  const auto grade_of = [](const std::string& more) {
    return analyze(
               "* Connected to site.example (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: site.example\n>\n"
               "< HTTP/1.1 301 Moved Permanently\n< Location: https://site.example/\n" +
               more)
        .grade.score;
  };
  CHECK(grade_of("") == grade_of("< Strict-Transport-Security: max-age=31536000\n"));
}

TEST_CASE("findings beside each other do not contradict") {
  const Report words = analyze(html_of("Strict-Transport-Security: max-age=63072000; includeSubDomains; a; a\n"));
  REQUIRE(raised(words, "strict-transport-security/repeated-word") != nullptr);
  REQUIRE(raised(words, "strict-transport-security/lasting") != nullptr);
  CHECK((raised(words, "strict-transport-security/lasting")->browsers &
         raised(words, "strict-transport-security/repeated-word")->browsers) == 0);
  for (const std::string_view policy :
       {"upgrade-insecure-requests; img-src http://a.example", "script-src 'strict-dynamic' 'nonce-a' data:"}) {
    for (const Finding& finding : analyze(policy).findings) {
      INFO(finding.rule->id);
      CHECK(finding.rule->advice.find("add upgrade-insecure-requests") == std::string_view::npos);
      CHECK(finding.rule->advice.find("Keep them") == std::string_view::npos);
    }
  }
}

TEST_CASE("a fix leaves the site's own files, and says nothing twice") {
  const auto fixed = [](std::string_view paste, std::string_view rule) {
    const Report report = analyze(paste);
    const Finding* finding = raised(report, rule);
    return finding == nullptr || !finding->fix ? std::string() : testing::apply(*finding->fix, report.source);
  };
  CHECK(fixed("script-src https:", "csp/script-any-host") == "script-src 'self'");
  CHECK(fixed("script-src https: http: https: *", "csp/script-any-host") == "script-src 'self'");
  CHECK(fixed("script-src * 'unsafe-eval' https:", "csp/script-any-host") == "script-src 'self' 'unsafe-eval'");
  CHECK(fixed("script-src 'self' https:", "csp/script-any-host") == "script-src 'self'");
  CHECK(fixed("img-src http://a.example https://a.example", "csp/insecure-source") == "img-src https://a.example");
  CHECK(fixed("img-src https://A.example http://a.example", "csp/insecure-source") == "img-src https://A.example");
  CHECK(fixed("frame-ancestors http://a.example https://a.example", "csp/frame-ancestors-insecure") ==
        "frame-ancestors https://a.example");
  CHECK(fixed("script-src self 'self'", "csp/unquoted-keyword") == "script-src 'self'");
}

TEST_CASE("an SVG file gets the policy that its finding offers, at once") {
  const std::string svg = "HTTP/1.1 200 OK\nContent-Type: image/svg+xml\n";
  const Report report = analyze(svg);
  const Finding* finding = raised(report, "csp/xml-without-policy");
  REQUIRE(finding != nullptr);
  REQUIRE(finding->fix.has_value());
  const std::string offered = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
  CHECK(testing::apply(*finding->fix, report.source).find(offered) != std::string::npos);
  const HardenResult hardened = harden(svg, HardenOptions{});
  std::size_t policies = 0;
  for (const Header& header : hardened.headers) {
    if (header.name.find("Content-Security-Policy") == std::string::npos) continue;
    ++policies;
    CHECK(header.name == "Content-Security-Policy");
    CHECK(header.value == offered + "; frame-ancestors 'none'");
  }
  CHECK(policies == 1);
  // A page's policy is only reported first.
  const HardenResult page = harden("HTTP/1.1 200 OK\nContent-Type: text/html\n", HardenOptions{});
  CHECK(std::any_of(page.headers.begin(), page.headers.end(),
                    [](const Header& header) { return header.name == "Content-Security-Policy-Report-Only"; }));
}

}  // namespace advice_test
}  // namespace headstrong
