// What a text has that must not be kept, spread or made worse: by hardening, by a rule's fix, by a target's file.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/rollout.hpp"
#include "headstrong/write_into.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/edits.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace unsafe_input_test {

const std::string kPage = "HTTP/2 200\ncontent-type: text/html; charset=utf-8\n";

std::string value_of(const HeaderSet& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (text::iequals(header.name, name)) return header.value;
  }
  return "(none)";
}

std::string lines_of(const HeaderSet& headers) {
  std::string out;
  for (const Header& header : headers) out += header.name + ": " + header.value + "\n";
  return out;
}

bool says(const HardenResult& result, std::string_view words) {
  for (const HardenChange& change : result.changes) {
    if (change.sentence.find(words) != std::string::npos) return true;
  }
  return false;
}

/// The text after each fix that the rules of a group offer.
std::vector<std::string> fixed(std::string_view text, std::string_view group) {
  std::vector<std::string> out;
  const Report report = analyze(text);
  for (const Finding& finding : report.findings) {
    if (finding.rule->id.substr(0, group.size()) == group && finding.fix) {
      out.push_back(testing::apply(*finding.fix, text));
    }
  }
  return out;
}

// What the preload list takes: a year at least, includeSubDomains and preload, in a header that browsers obey.
bool is_preloadable(std::string_view text) {
  for (const Finding& finding : analyze(text).findings) {
    if (finding.rule->id == "strict-transport-security/preload") return true;
  }
  return false;
}

TEST_CASE("neither hardening nor a fix makes a domain fit for the preload list") {
  for (const std::string_view value :
       {"max-age=300; includeSubDomains; preload", "max-age=0; includeSubDomains; preload",
        "includeSubDomains; preload", "max-age=20000000; includeSubDomains; preload", "max-age=63072000; preload",
        "max-age=86400; preload; includeSubDomains", "max-age=abc; includeSubDomains; preload",
        "max-age=300; max-age=300; includeSubDomains; preload", "max-age=300 includeSubDomains preload"}) {
    const std::string text = kPage + "strict-transport-security: " + std::string(value) + "\n";
    INFO(value);
    CHECK_FALSE(is_preloadable(text));
    const std::vector<std::string> mended = fixed(text, "strict-transport-security/");
    CHECK_FALSE(mended.empty());
    for (const std::string& each : mended) {
      INFO(each);
      CHECK_FALSE(is_preloadable(each));
    }
    for (const std::optional<bool> subdomains : {std::optional<bool>(), std::optional<bool>(true)}) {
      HardenOptions options;
      options.subdomains = subdomains;
      const HardenResult result = harden(text, options);
      CHECK_FALSE(is_preloadable(
          kPage + "strict-transport-security: " + value_of(result.headers, "Strict-Transport-Security") + "\n"));
    }
  }
  HardenOptions asked;
  asked.hsts = Hsts::Preload;
  CHECK(value_of(harden(kPage, asked).headers, "Strict-Transport-Security").find("preload") != std::string::npos);
  CHECK(
      says(harden(kPage + "strict-transport-security: max-age=300; includeSubDomains; preload\n"), "Removed preload"));
}

TEST_CASE("a Strict-Transport-Security that browsers ignore is written as it was meant") {
  constexpr std::pair<std::string_view, std::string_view> kMeant[] = {
      {"max-age=31536000 includeSubDomains", "max-age=31536000; includeSubDomains"},
      {"max-age=63072000, includeSubDomains", "max-age=63072000; includeSubDomains"},
      {"max-age=31536000; includeSubDomains=true", "max-age=31536000; includeSubDomains"},
      {"max-age=31536000; includeSubDomains=false", "max-age=31536000"},
      {"includeSubDomains", "max-age=31536000; includeSubDomains"},
      {"max-age: 31536000; includeSubDomains; preload", "max-age=31536000; includeSubDomains; preload"},
  };
  for (const auto& [written, meant] : kMeant) {
    INFO(written);
    const std::string text = kPage + "strict-transport-security: " + std::string(written) + "\n";
    const HardenResult result = harden(text);
    CHECK(value_of(result.headers, "Strict-Transport-Security") == meant);
    CHECK(says(result, "Corrected: "));
    for (const std::string& mended : fixed(text, "strict-transport-security/")) {
      CHECK(mended == kPage + "strict-transport-security: " + std::string(meant) + "\n");
    }
  }
}

const std::string kJson = "HTTP/2 200\ncontent-type: application/json\n";

TEST_CASE("what lets every sandboxed frame read a response is not sent on, nor left in the text") {
  for (const std::string_view credentials : {"", "access-control-allow-credentials: true\n"}) {
    const std::string text = kJson + "access-control-allow-origin: null\n" + std::string(credentials);
    const HardenResult result = harden(text);
    CHECK(value_of(result.headers, "Access-Control-Allow-Origin") == "(none)");
    CHECK(value_of(result.headers, "Access-Control-Allow-Credentials") == "(none)");
    CHECK(says(result, "every sandboxed frame has the origin null"));
    const WriteIntoResult written = write_into(text, result.headers);
    CHECK(apply_edits(text, written.edits).find("access-control") == std::string::npos);
  }
  const std::string named =
      kJson + "access-control-allow-origin: https://a.example\naccess-control-allow-credentials: true\n";
  const HardenResult kept = harden(named);
  CHECK(value_of(kept.headers, "Access-Control-Allow-Origin") == "https://a.example");
  CHECK(value_of(kept.headers, "Access-Control-Allow-Credentials") == "true");
}

TEST_CASE("no target writes a cookie that may be one visitor's, and says so") {
  for (const TargetInfo& target : targets()) {
    INFO(target.id);
    for (const std::string_view cookie : {"sid=abcdef; Path=/; HttpOnly", "session=1", "u=8f2c1e7ab94d4f05; Path=/",
                                          "visitor=48151623", "name=a-long-name-of-somebody"}) {
      const HeaderSet set = {{"Referrer-Policy", "no-referrer"}, {"Set-Cookie", std::string(cookie)}};
      const EmitResult result = emit(set, target.id);
      CHECK_FALSE(result.refusal.has_value());
      const std::string_view pair = cookie.substr(0, cookie.find(';'));
      for (const EmitFile& file : result.files) CHECK(file.text.find(pair) == std::string::npos);
      bool said = false;
      for (const EmitWarning& warning : result.warnings) said = said || text::iequals(warning.header, "Set-Cookie");
      CHECK(said);
    }
  }
  CHECK(emit({{"Set-Cookie", "sid=abcdef"}}, "nginx").refusal.has_value());
  const EmitResult plain = emit({{"Set-Cookie", "theme=dark; Path=/"}}, "nginx");
  CHECK(plain.files.at(0).text.find("theme=dark") != std::string::npos);
}

TEST_CASE("a nonce that is still to be filled in is as bad in a cache as one that is") {
  const std::string policy =
      "content-security-policy: script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; object-src 'none'; "
      "base-uri 'none'\n";
  for (const auto& [fields, rule] :
       {std::pair<std::string_view, std::string_view>{"cache-control: public, max-age=600\n", "csp/cached-nonce"},
        {"etag: \"abc\"\n", "csp/nonce-with-validator"}}) {
    const std::string text = kPage + policy + std::string(fields);
    const HardenResult result = harden(text);
    CHECK(value_of(result.headers, "Content-Security-Policy").find("{{nonce}}") != std::string::npos);
    CHECK(says(result, rule == "csp/cached-nonce" ? "with the same nonce." : "brings a new nonce to the old page."));
    const std::string written = apply_edits(text, write_into(text, result.headers).edits);
    INFO(written);
    bool found = false;
    for (const Finding& finding : analyze(written).findings) found = found || finding.rule->id == rule;
    CHECK(found);
  }
  CHECK_FALSE(says(harden(kPage + policy + "cache-control: no-store\n"), "Still open"));
}

TEST_CASE("what Chromium reads of Feature-Policy moves into Permissions-Policy before it goes") {
  const std::string text = kPage +
                           "feature-policy: camera 'none'; microphone 'self' https://a.example; geolocation *; "
                           "vibrate 'none'\npermissions-policy: geolocation=()\n";
  constexpr std::string_view kBoth = "geolocation=(), camera=(), microphone=(self \"https://a.example\")";
  const HardenResult result = harden(text);
  CHECK(value_of(result.headers, "Permissions-Policy") == kBoth);
  CHECK(says(result, "over from Feature-Policy"));
  const std::vector<std::string> mended = fixed(text, "feature-policy/");
  REQUIRE(mended.size() == 1);
  CHECK(mended[0] == kPage + "permissions-policy: " + std::string(kBoth) + "\n");
  // In the other order, and where nothing is left to move.
  const std::string after = kPage + "permissions-policy: camera=()\nfeature-policy: camera 'none'; usb 'none'\n";
  CHECK(fixed(after, "feature-policy/") == std::vector<std::string>{kPage + "permissions-policy: camera=(), usb=()\n"});
  const std::string same = kPage + "permissions-policy: camera=()\nfeature-policy: camera *\n";
  CHECK(fixed(same, "feature-policy/") == std::vector<std::string>{kPage + "permissions-policy: camera=()\n"});
  CHECK(value_of(harden(same).headers, "Permissions-Policy") == "camera=()");
}

TEST_CASE("the letter that is promised is that of the text once the set is in it, for real responses") {
  std::vector<std::string> texts = {"HTTP/2 301\nlocation: http://www.example.com/\n",
                                    "HTTP/2 404\ncontent-type: text/html\n", "HTTP/2 304\netag: \"a\"\n"};
  for (const testing::RealResponse& response : testing::real_responses(40)) {
    texts.push_back(testing::as_message(response));
  }
  std::size_t judged = 0;
  for (const std::string& text : texts) {
    for (const std::optional<Reporting> reporting : {std::optional<Reporting>(), std::optional(Reporting::None)}) {
      HardenOptions options;
      options.reporting = reporting;
      const HardenResult result = harden(text, options);
      if (!result.error.empty()) continue;
      const WriteIntoResult written = write_into(text, result.headers);
      if (!written.refusal.empty()) continue;
      const Report report = analyze(apply_edits(text, written.edits));
      if (!report.grade.letter) continue;
      ++judged;
      INFO(text << "\n" << lines_of(result.headers));
      CHECK(result.grade.now == *report.grade.letter);
      if (!reporting) continue;
      const Rollout plan = rollout(text, {});
      if (plan.error.empty() && !plan.steps.empty()) CHECK(plan.grade.enforced == result.grade.enforced);
    }
  }
  CHECK(judged > 40);
}

TEST_CASE("html-meta writes only what an element carries") {
  const EmitResult result =
      emit({{"Content-Security-Policy",
             "default-src 'self'; Frame-Ancestors 'none'; sandbox allow-scripts; report-uri /r; img-src *"}},
           "html-meta");
  REQUIRE(result.files.size() == 1);
  const Report report = analyze(result.files[0].text);
  CHECK_FALSE(report.findings.empty());
  for (const Finding& finding : report.findings) CHECK(finding.rule->id != "csp/void-in-meta");
  CHECK(result.files[0].text.find("default-src 'self'; img-src *") != std::string::npos);
  for (const std::string_view name : {"frame-ancestors", "sandbox", "report-uri"}) {
    bool said = false;
    for (const EmitWarning& warning : result.warnings) {
      said = said || warning.message.find("Left out " + std::string(name)) != std::string::npos;
    }
    CHECK(said);
  }
  CHECK(emit({{"Content-Security-Policy", "frame-ancestors 'none'"}}, "html-meta").refusal.has_value());
}

TEST_CASE("a plan shows the policy that stays, and says when it is replaced") {
  RolloutOptions options;
  const std::string policy = "script-src 'self' 'unsafe-inline'";
  const std::string document = to_markdown(rollout(kPage + "content-security-policy: " + policy + "\n", options));
  const std::size_t kept = document.find("Keep sending:\n\n```http\nContent-Security-Policy: " + policy + "\n");
  CHECK(kept != std::string::npos);
  CHECK(kept < document.find("Enforce the policy"));
  CHECK(document.find("Replace the old Content-Security-Policy") > document.find("Enforce the policy"));
  // A site that has none is told of none.
  const std::string bare = to_markdown(rollout(kPage, options));
  CHECK(bare.find("Keep sending") == std::string::npos);
  CHECK(bare.find("Replace the old") == std::string::npos);
}

TEST_CASE("without an endpoint, rule and hardening say alike where violations show") {
  const HardenResult result = harden(kPage);
  CHECK(says(result, "securitypolicyviolation"));
  CHECK_FALSE(says(result, "reports come in"));
  const std::string written = apply_edits(kPage, write_into(kPage, result.headers).edits);
  bool found = false;
  for (const Finding& finding : analyze(written).findings) {
    if (finding.rule->header != "Content-Security-Policy-Report-Only") continue;
    found = found || std::string_view(finding.rule->why).find("securitypolicyviolation") != std::string_view::npos;
    CHECK(message_of(finding).find("does nothing") == std::string::npos);
    CHECK(std::string_view(finding.rule->advice).find("reports stop") == std::string_view::npos);
  }
  CHECK(found);
}

TEST_CASE("a word one keystroke away from what browsers know is named, and a list that dies is too") {
  constexpr std::pair<std::string_view, std::string_view> kSaid[] = {
      {"script-src 'slef' 'unsafe-inline'", "Removed 'slef' in script-src: browsers don't read it as 'self'."},
      {"script-src 'self' 'strict-dynamc'", "browsers don't read it as 'strict-dynamic'"},
      {"script-src 'slef' 'unsafe-inline'", "script-src allows nothing any more"},
      {"script-src 'sself'", "script-src allows nothing: browsers can read none of its sources."},
      {"img-src self", "img-src allows nothing: browsers can read none of its sources."},
      {"default-src 'self'; frame-ancestor 'none'", "If you mean frame-ancestors"},
      {"default-src 'self'; scirpt-src 'none'", "If you mean script-src"},
      {"default-src 'self'; madeup-thing x", "Left out madeup-thing: browsers know no such directive."},
      {"default-src 'self'; img-src \xE2\x80\x98self\xE2\x80\x99", "Left out img-src: browsers skip a directive"},
  };
  for (const auto& [policy, words] : kSaid) {
    INFO(policy);
    CHECK(says(harden(kPage + "content-security-policy: " + std::string(policy) + "\n"), words));
  }
  for (const std::string_view policy : {"script-src 'none'", "script-src 'self'; img-src 'none'"}) {
    CHECK_FALSE(says(harden(kPage + "content-security-policy: " + std::string(policy) + "\n"), "allows nothing"));
  }
}

TEST_CASE("a source that leaves a list is spoken of once") {
  for (const std::string_view scheme : {"ws:", "http:"}) {
    const HardenResult result =
        harden(kPage + "content-security-policy: script-src 'self' " + std::string(scheme) + "\n");
    CHECK(says(result, "Removed " + std::string(scheme) + " from script-src"));
    CHECK_FALSE(says(result, "Turned a plain"));
  }
  CHECK(says(harden(kPage + "content-security-policy: connect-src ws://a.example\n"), "Turned a plain ws source"));
}

}  // namespace unsafe_input_test
}  // namespace headstrong
