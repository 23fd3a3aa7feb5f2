// What a text has that must not be kept, spread or made worse: by hardening, by a rule's fix, by a target's file.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/write_into.hpp"
#include "support/catch.hpp"
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
      CHECK_FALSE(is_preloadable(kPage + "strict-transport-security: " +
                                 value_of(result.headers, "Strict-Transport-Security") + "\n"));
    }
  }
  HardenOptions asked;
  asked.hsts = Hsts::Preload;
  CHECK(value_of(harden(kPage, asked).headers, "Strict-Transport-Security").find("preload") != std::string::npos);
  CHECK(says(harden(kPage + "strict-transport-security: max-age=300; includeSubDomains; preload\n"),
             "Removed preload"));
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
  const std::string named = kJson + "access-control-allow-origin: https://a.example\naccess-control-allow-credentials: true\n";
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
  const std::string policy = "content-security-policy: script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; object-src 'none'; "
                             "base-uri 'none'\n";
  for (const auto& [fields, rule] : {std::pair<std::string_view, std::string_view>{
                                         "cache-control: public, max-age=600\n", "csp/cached-nonce"},
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
  const std::string text = kPage + "feature-policy: camera 'none'; microphone 'self' https://a.example; geolocation *; "
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

}  // namespace unsafe_input_test
}  // namespace headstrong
