// What a target writes is read back by the reader of its language as the set that was asked for, byte for
// byte; a nonce is a gap.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "http/read_paste.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/files.hpp"
#include "support/left_out.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace targets_read_back_test {

/// The targets that are code.
constexpr std::string_view kTargets[] = {
    "aiohttp",
    "aspnet",
    "astro",
    "django",
    "django-csp",
    "express",
    "express-helmet",
    "fastify-helmet",
    "flask",
    "hono",
    "koa",
    "laravel",
    "go-net-http",
    "nextjs",
    "nextjs-middleware",
    "nuxt",
    "php",
    "rack",
    "rails",
    "rails-secure-headers",
    "spring-security",
    "starlette",
    "sveltekit",
    "tomcat",
    "wordpress",
};

/// What is known to be read from any program. Other names are read only where a call says that they are
/// headers.
constexpr std::string_view kNames[] = {
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-XSS-Protection",
};

bool is_read(std::string_view name) {
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [name](std::string_view known) { return text::iequals(known, name); });
}

using Values = std::map<std::string, std::vector<std::string>>;

Values values_of(const HeaderSet& headers) {
  Values out;
  for (const Header& header : headers) out[text::lowered(header.name)].push_back(header.value);
  return out;
}

/// A map of directives knows no runs of blanks, nor does a value that stands on several lines.
std::string collapsed(std::string_view value) {
  std::string out;
  for (const char c : value) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank || out.empty() || out.back() != ' ') out += blank ? ' ' : c;
  }
  return out;
}

/// A library's own form of a policy says nothing of the blanks behind its semicolons; its reader sets one.
std::string with_blanks(std::string_view policy) {
  std::string out;
  for (std::size_t i = 0; i < policy.size(); ++i) {
    out += policy[i];
    if (policy[i] == ';' && i + 1 < policy.size() && policy[i + 1] != ' ') out += ' ';
  }
  return out;
}

/// Whether `came` is `asked` with something in each nonce's place.
bool is_same(std::string_view asked, std::string_view came) {
  if (!emitters::has_nonce(asked)) return asked == came;
  bool after_nonce = false;
  for (const emitters::Piece& piece : emitters::pieces(asked)) {
    if (piece.is_nonce) {
      after_nonce = true;
      continue;
    }
    const std::size_t at = came.find(piece.text);
    if (at == came.npos || (at > 0) != after_nonce) return false;
    came.remove_prefix(at + piece.text.size());
    after_nonce = false;
  }
  return after_nonce != came.empty();
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out.append(out.empty() ? "" : ", ").append(value);
  return out;
}

/// `in_directives`: the target writes policies as maps of directives.
std::string fault(const HeaderSet& asked, std::string_view text, bool in_directives) {
  text::Source source(text);
  const http::Paste paste = http::read_paste(source);
  if (paste.responses.empty()) return "nothing is read";
  HeaderSet read;
  for (const http::Field& field : paste.responses[paste.chosen].fields) {
    read.push_back({std::string(field.name), std::string(field.value.text())});
  }
  const Values wanted = values_of(asked);
  const Values came = values_of(read);
  for (const auto& [name, values] : wanted) {
    const auto found = came.find(name);
    if (found == came.end()) return name + " is not read: " + joined(values);
    const std::string read_value = joined(found->second);
    const std::string value = collapsed(joined(values));
    const bool in_parts = is_same(value, read_value) || is_same(with_blanks(value), read_value);
    if (!is_same(joined(values), read_value) && !(in_directives && in_parts)) {
      return name + ": asked " + joined(values) + " read " + joined(found->second);
    }
  }
  for (const auto& [name, values] : came) {
    if (wanted.count(name) == 0) return name + " is read unasked: " + joined(values);
  }
  return {};
}

/// The part of a set that the target doesn't refuse.
HeaderSet carried(HeaderSet headers, std::string_view target) {
  while (!headers.empty()) {
    const EmitResult result = emit(headers, target);
    if (!result.refusal) return headers;
    const auto culprit = std::find_if(headers.begin(), headers.end(), [&](const Header& header) {
      return text::iequals(header.name, result.refusal->header);
    });
    if (culprit == headers.end()) return {};
    headers.erase(culprit);
  }
  return headers;
}

/// The part of it that the target writes; what it leaves out, it says.
HeaderSet written(const HeaderSet& set, std::string_view target) {
  const HeaderSet headers = carried(set, target);
  return testing::without_left_out(headers, emit(headers, target));
}

std::vector<HeaderSet> sets() {
  std::vector<HeaderSet> all = {
      {{"Content-Security-Policy", "default-src 'self'"}},
      {{"Content-Security-Policy",
        "default-src 'self'; script-src 'nonce-{{nonce}}' 'strict-dynamic'; object-src 'none'"},
       {"X-Frame-Options", "DENY"}},
      {{"Content-Security-Policy", "script-src 'self' 'nonce-{{nonce}}'; style-src 'nonce-{{nonce}}'"},
       {"Content-Security-Policy-Report-Only", "script-src 'nonce-{{nonce}}'; report-uri /csp?a=1&b=\"2\""}},
      {{"Strict-Transport-Security", "max-age=31536000; includeSubDomains"},
       {"X-Content-Type-Options", "nosniff"},
       {"Referrer-Policy", "strict-origin-when-cross-origin"},
       {"Permissions-Policy", "geolocation=(), camera=(self \"https://a.example\")"},
       {"Cross-Origin-Opener-Policy", "same-origin"},
       {"X-XSS-Protection", "0"}},
      {{"Content-Security-Policy", "default-src 'none'; img-src https://a.example/x'y\\z$1#{x}"},
       {"X-Frame-Options", "SAMEORIGIN"}},
  };
  constexpr std::size_t kSets = 300;
  for (const testing::RealResponse& response : testing::real_responses(8)) {
    HeaderSet headers;
    for (const auto& [name, value] : response.headers) {
      if (is_read(name)) headers.push_back({name, value});
    }
    if (!headers.empty() && all.size() < kSets + 5) all.push_back(std::move(headers));
  }
  return all;
}

TEST_CASE("what targets of code write is read back as the same set") {
  const std::vector<HeaderSet> all = sets();
  CHECK(all.size() == 305);
  for (const std::string_view target : kTargets) {
    CAPTURE(target);
    const bool in_directives = target == "django-csp" || target == "express-helmet" || target == "fastify-helmet";
    std::size_t count = 0;
    for (const HeaderSet& set : all) {
      const HeaderSet asked = written(set, target);
      if (asked.empty()) continue;
      ++count;
      const EmitResult result = emit(asked, target);
      const std::string found = fault(asked, result.files.back().text, in_directives);
      CHECK(found == "");
    }
    CHECK(count > 250);
  }
}

/// No option, and each value of each option of the target's own but the defaults, which stand first.
std::vector<EmitOptions> variants_of(std::string_view target) {
  std::vector<EmitOptions> variants(1);
  for (const TargetOption& option : emitters::find_target(target)->options) {
    std::string_view values = option.values;
    for (std::size_t bar = values.find('|'); bar != values.npos; bar = values.find('|')) {
      values.remove_prefix(bar + 1);
      variants.push_back({{std::string(option.name), std::string(values.substr(0, values.find('|')))}});
    }
  }
  return variants;
}

/// django-csp 3 puts report-uri last, and so does its reader.
HeaderSet with_reports_last(HeaderSet headers) {
  for (Header& header : headers) {
    if (!emitters::is_policy(header.name)) continue;
    std::string others;
    std::string reports;
    for (std::string_view rest = header.value; !rest.empty();) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view directive = text::trim(rest.substr(0, end));
      std::string& out = text::istarts_with(directive, "report-uri ") ? reports : others;
      out.append(out.empty() ? "" : "; ").append(directive);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    header.value = others.empty() || reports.empty() ? others + reports : others + "; " + reports;
  }
  return headers;
}

TEST_CASE("what targets of code write with any of their options is read back as the same set") {
  const std::vector<HeaderSet> all = sets();
  std::size_t variants = 0;
  for (const std::string_view target : kTargets) {
    for (const EmitOptions& options : variants_of(target)) {
      if (options.empty()) continue;
      CAPTURE(target, options.front().first, options.front().second);
      std::size_t count = 0;
      for (const HeaderSet& set : all) {
        const HeaderSet asked = written(set, target);
        const EmitResult result = emit(asked, target, options);
        if (asked.empty() || result.refusal) continue;
        ++count;
        std::string found = fault(asked, result.files.back().text, true);
        if (!found.empty()) found = fault(with_reports_last(asked), result.files.back().text, true);
        CHECK(found == "");
      }
      CHECK(count > 250);
      ++variants;
    }
  }
  CHECK(variants >= 3);
}

/// What configuration languages have a meaning for, in values that a server may well be told to send.
const std::vector<HeaderSet>& hostile_sets() {
  static const std::vector<HeaderSet> kSets = {
      {{"Content-Security-Policy", "default-src 'self'; report-uri /csp?a=b&c='d'"}, {"X-Frame-Options", "DENY"}},
      {{"Content-Security-Policy", "img-src https://a.example/%7Bx%7D"},
       {"Content-Security-Policy-Report-Only", "script-src 'none'"}},
      {{"Content-Security-Policy", "default-src 'self' https://a.example/\"q\""}},
      {{"Content-Security-Policy", "script-src 'sha256-n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=' 'unsafe-hashes'"}},
      {{"Content-Security-Policy", "script-src #{`id`} ${HOME} $(id) `id`"}},
      {{"Content-Security-Policy", "script-src <?php echo 1 ?> <%= 1 %> {% x %} @{x} [[x]]"}},
      {{"Content-Security-Policy", "default-src 'self'; sandbox allow-scripts"},
       {"Permissions-Policy", "geolocation=(self \"https://a.example\" \"https://b.example\"), camera=*"}},
      {{"Permissions-Policy", "accelerometer=(), x=\"a\\\"b\""}},
      {{"Reporting-Endpoints", "a=\"https://x.example/?a=1&b='2'\", b=\"/r;x,y\""},
       {"Content-Security-Policy", "default-src 'none'; report-to a"}},
      {{"Strict-Transport-Security", "max-age=0"}, {"X-XSS-Protection", "0"}},
      {{"Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"}},
      {{"X-Frame-Options", "ALLOW-FROM https://a.example/?x=%00"}},
      {{"Cross-Origin-Opener-Policy", "same-origin; report-to=\"x\""}},
      {{"Cross-Origin-Embedder-Policy", "require-corp; report-to=\"x y\""},
       {"Cross-Origin-Resource-Policy", "same-site"}},
      {{"Content-Security-Policy", "img-src " + std::string(1700, 'a')}, {"X-Content-Type-Options", "nosniff"}},
      {{"Content-Security-Policy", "img-src '\"\\'\"\\'\"\\'\"\\'\"\\'\"\\'\"\\"}},
      {{"Content-Security-Policy", "default-src 'self', img-src *, script-src 'none'"}},
      {{"content-security-policy", "default-src 'none'"}, {"CONTENT-SECURITY-POLICY", "img-src 'self'"}},
      {{"Server", "x"}, {"Date", "y"}, {"Via", "1.1 z"}, {"X-Powered-By", "q"}, {"X-Frame-Options", "DENY"}},
      {{"X-Frame-Options", "SAMEORIGIN"}, {"Referrer-Policy", "no-referrer, strict-origin-when-cross-origin"}},
      {{"Content-Security-Policy", "default-src 'self'; img-src *"}, {"X-Content-Type-Options", "NoSniff"}},
      {{"Content-Security-Policy", "script-src 'nonce-{{nonce}}' 'nonce-abc' 'strict-dynamic'"}},
      {{"Content-Security-Policy", "script-src 'nonce-{{nonce}}'; style-src 'nonce-{{nonce}}'; report-uri /x"},
       {"Content-Security-Policy-Report-Only", "default-src 'nonce-{{nonce}}'"}},
      {{"Content-Security-Policy", "script-src https://caf\xc3\xa9.example/\xe4\xbd\xa0"}},
      {{"Content-Security-Policy", "/* x */ --> ]]> */ # // --"}, {"X-Frame-Options", "deny"}},
      {{"Content-Security-Policy", "default-src %{REQUEST_URI}e %%n $request_uri :splat :path* {http.request.uri}"}},
      {{"Content-Security-Policy", "default-src 'self' \\u0022 \\n \\x41 &quot; &#34; %22"}},
      {{"Content-Security-Policy", "script-src 'self' 'unsafe-inline'"}, {"Referrer-Policy", "unsafe-url"}},
      {{"X-XSS-Protection", "1; mode=block"}, {"X-Content-Type-Options", "nosniff"}},
      {{"Permissions-Policy", "fullscreen=(self), payment=(\"https://pay.example\" src)"}, {"Referrer-Policy", ""}},
  };
  return kSets;
}

TEST_CASE("hostile sets come back from every target, but for what is refused or left out by name") {
  CHECK(hostile_sets().size() == 30);
  std::size_t read = 0;
  for (const TargetInfo& target : targets()) {
    if (target.id == "html-meta") continue;  // it has no form for most headers
    CAPTURE(target.id);
    for (const EmitOptions& options : variants_of(target.id)) {
      const std::string variant = options.empty() ? "" : options.front().second;
      CAPTURE(variant);
      for (const HeaderSet& set : hostile_sets()) {
        const HeaderSet asked = written(set, target.id);
        if (asked.empty()) continue;
        const EmitResult result = emit(asked, target.id, options);
        // Some files hold only a part; the one that has the headers is read.
        std::string found = fault(asked, result.files.front().text, true);
        if (!found.empty()) found = fault(asked, result.files.back().text, true);
        if (!found.empty()) found = fault(with_reports_last(asked), result.files.back().text, true);
        if (!found.empty()) found = fault(asked, emit_text(result), true);
        CHECK(found == "");
        ++read;
      }
    }
  }
  CHECK(read > 1000);
}

TEST_CASE("a nonce that a target makes is one again where its code is hardened and written anew") {
  const HeaderSet set = {
      {"Content-Security-Policy", "script-src 'nonce-{{nonce}}' 'strict-dynamic'; object-src 'none'"}};
  std::size_t count = 0;
  for (const TargetInfo& target : targets()) {
    CAPTURE(target.id);
    const EmitResult written = emit(set, target.id);
    if (written.refusal) continue;
    ++count;
    const HardenResult hardened = harden(written.files.back().text);
    const auto policy = std::find_if(hardened.headers.begin(), hardened.headers.end(),
                                     [](const Header& header) { return header.name == "Content-Security-Policy"; });
    REQUIRE(policy != hardened.headers.end());
    CHECK(policy->value.starts_with("script-src 'nonce-{{nonce}}' 'strict-dynamic'; object-src 'none'"));
    CHECK(!emit(hardened.headers, target.id).refusal);
  }
  CHECK(count > 20);
}

/// Those that nothing here can run. HEADSTRONG_UPDATE_GOLDENS=1 writes their files anew.
/// Those that nothing runs, or only tests/run --long does.
constexpr std::string_view kNotRun[] = {
    "amplify",           "aspnet", "astro",           "envoy",     "istio",  "nextjs",
    "nextjs-middleware", "nuxt",   "spring-security", "sveltekit", "tomcat", "wordpress",
};

TEST_CASE("targets that no quick test runs write what the golden files show") {
  const bool update = std::getenv("HEADSTRONG_UPDATE_GOLDENS") != nullptr;
  for (const std::string_view target : kNotRun) {
    CAPTURE(target);
    const HeaderSet plain = {
        {"Content-Security-Policy", "default-src 'self'; img-src https: data:; report-uri /csp?a='\"\\b$c#{d}"},
        {"Content-Security-Policy-Report-Only", "default-src 'none'; report-to main"},
        {"Reporting-Endpoints", "main=\"/reports\""},
        {"X-Frame-Options", "DENY"},
        {"Vary", "Origin"},
        {"Strict-Transport-Security", "max-age=31536000"}};
    HeaderSet nonces = plain;
    nonces[0].value = "script-src 'nonce-{{nonce}}' 'strict-dynamic'; object-src 'none'; base-uri 'none'";
    const std::vector<HeaderNote> notes = {{"X-Frame-Options", "Noted here.", false}, {"Server", "Taken away.", true}};
    std::string text;
    for (const HeaderSet& set : std::vector<HeaderSet>{plain, nonces}) {
      const EmitResult result = emit(carried(set, target), target, {}, notes);
      for (const EmitFile& file : result.files) {
        text += "==== " + file.name + ": " + file.place + "\n" + file.text;
      }
    }
    const std::string path = testing::root() + "tests/golden/emit/" + std::string(target) + ".txt";
    if (update) testing::write_file(path, text);
    CHECK(testing::read_file(path) == text);
  }
}

}  // namespace targets_read_back_test
}  // namespace headstrong
