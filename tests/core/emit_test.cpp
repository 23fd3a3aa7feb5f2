// Writing header sets. Whether the text arrives is shown by tests/servers on the real consumers;
// here is what needs no consumer: what is refused, how names and values are put together, and that
// every record tells the truth about itself.
#include "headstrong/emit.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "emit/split_policy.hpp"
#include "emit/target.hpp"
#include "headstrong/header_set.hpp"
#include "quote/quote.hpp"
#include "quote/replace.hpp"
#include "support/catch.hpp"
#include "support/left_out.hpp"
#include "text/ascii.hpp"

namespace emit_test {

using namespace headstrong;
using namespace headstrong::emitters;

constexpr std::string_view kPolicy = "Content-Security-Policy";

std::string text_of(const EmitResult& result) {
  std::string all;
  for (const EmitFile& file : result.files) all += file.text;
  return all;
}

std::string refusal_of(const EmitResult& result) {
  if (!result.refusal) return {};
  return result.refusal->header + ": " + result.refusal->reason;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// With what belongs to single responses, which a set is otherwise written without.
const EmitOptions kSiteWide = {{"pass", "site-wide"}};

HeaderSet one(std::string name, std::string value) { return {Header{std::move(name), std::move(value)}}; }

HeaderSet policy(std::string value) { return one(std::string(kPolicy), std::move(value)); }

/// A header that every target can carry.
HeaderSet simple() { return policy("default-src 'self'"); }

TEST_CASE("targets are records that hold together") {
  const std::vector<TargetInfo> all = targets();
  REQUIRE(!all.empty());
  CHECK(std::is_sorted(all.begin(), all.end(), [](const TargetInfo& a, const TargetInfo& b) { return a.id < b.id; }));
  for (const TargetInfo& info : all) {
    CAPTURE(info.id);
    const TargetSpec* spec = find_target(info.id);
    REQUIRE(spec != nullptr);
    CHECK(!info.name.empty());
    CHECK(!info.limits.empty());
    CHECK(info.coverage.size() > 20);
    CHECK((info.evidence == "server" || info.evidence == "parser" || info.evidence == "none"));
    CHECK(spec->max_value_bytes > 0);
    CHECK(contains(spec->limits, std::to_string(spec->max_value_bytes)));
    // The limits say so where there can be no nonce, and only there.
    CHECK(contains(spec->limits, "no nonce") == !spec->nonce_refusal.empty());
    for (const TargetOption& option : info.options) {
      CHECK(!option.name.empty());
      CHECK(!option.meaning.empty());
      CHECK(contains(option.values, "|"));
    }
  }
}

TEST_CASE("each target writes a set that needs no care, and names itself in it") {
  for (const TargetInfo& info : targets()) {
    CAPTURE(info.id);
    const EmitResult result = emit(simple(), info.id);
    CHECK(refusal_of(result) == "");
    CHECK(result.target == info.id);
    REQUIRE(!result.files.empty());
    for (const EmitFile& file : result.files) {
      CHECK(!file.name.empty());
      CHECK(!file.place.empty());
      CHECK(file.text.back() == '\n');
    }
    // A symbol of Ruby has an underscore.
    CHECK((contains(text_of(result), "default-src") || contains(text_of(result), "default_src:")));
    if (!contains(result.files.back().name, ".json")) {
      CHECK(contains(text_of(result), "Headstrong"));
    }
  }
}

TEST_CASE("what no target can carry is refused by name, with the reason") {
  struct Row {
    std::string name;
    std::string value;
    std::string_view reason;
  };
  const std::vector<Row> rows = {
      {"X-T", "a\nb", "line break"},
      {"X-T", "a\rb", "line break"},
      {"X-T", std::string("a\0b", 3), "NUL"},
      {"X-T", "\ta", "begins or ends with a space"},
      {"X-T", "a\t", "begins or ends with a space"},
      {"X-T", "a\x1b", "control byte 0x1B"},
      {"X-T", "a\x7f", "control byte 0x7F"},
      {"X-T", " a", "begins or ends with a space"},
      {"X-T", "a ", "begins or ends with a space"},
      {"X-T", "a\xff", "not valid UTF-8"},
      {"X-T", "\xc0\xaf", "not valid UTF-8"},
      {"X-T", "\xed\xa0\x80", "not valid UTF-8"},
      {"X-T", "\xf4\x90\x80\x80", "not valid UTF-8"},
      {"X-T", "\xe2\x82", "not valid UTF-8"},
      {"", "a", "no name"},
      {"X T", "a", "byte 0x20"},
      {"X:T", "a", "byte 0x3A"},
      {"-T", "a", "begins with a letter"},
      {"{x}", "a", "begins with a letter"},
      {std::string(257, 'x'), "a", "longer than"},
      {"X-T", std::string(200000, 'x'), "bytes, and"},
  };
  for (const TargetInfo& info : targets()) {
    for (const Row& row : rows) {
      CAPTURE(info.id, row.name.substr(0, 20), row.value.substr(0, 20));
      HeaderSet headers = simple();
      headers.push_back(Header{row.name, row.value});
      const EmitResult result = emit(headers, info.id);
      REQUIRE(result.refusal);
      CHECK(contains(result.refusal->reason, row.reason));
      CHECK(result.files.empty());
      CHECK(result.warnings.empty());
      CHECK(!contains(refusal_of(result), "\n"));
    }
  }
}

TEST_CASE("a refused name is shown on one line however long it is") {
  const EmitResult result = emit(one(std::string(1 << 20, 'x'), "a"), "nginx");
  CHECK(result.refusal->header == std::string(64, 'x') + "...");
  CHECK(emit(one("a\nb", "c"), "nginx").refusal->header == "a?b");
}

TEST_CASE("a receiver is a further file, or a refusal that names the targets that have one") {
  const HeaderSet set = {{"Content-Security-Policy", "default-src 'self'; report-uri /r/csp"}};
  std::size_t receivers = 0;
  for (const TargetInfo& info : targets()) {
    CAPTURE(info.id);
    const bool offered = std::any_of(info.options.begin(), info.options.end(),
                                     [](const TargetOption& option) { return option.name == "receiver"; });
    CHECK(offered == (find_target(info.id)->receiver != nullptr));
    const EmitResult with = emit(set, info.id, {{"receiver", "yes"}});
    if (!offered) {
      CHECK(contains(refusal_of(with), "flask"));
      continue;
    }
    ++receivers;
    REQUIRE(with.files.size() == emit(set, info.id).files.size() + 1);
    const EmitFile& file = with.files.back();
    CHECK((contains(file.text, "/r/csp") || contains(file.name, "/r/csp")));
    CHECK_FALSE(contains(file.text,
                         "@"
                         "PATH"));
    CHECK_FALSE(contains(file.text, "@FIELDS"));
    CHECK(file.text.back() == '\n');
    CHECK(emit(set, info.id, {{"receiver", "no"}}).files.size() + 1 == with.files.size());
  }
  CHECK(receivers >= 11);
}

TEST_CASE("a policy that only reports says when to enforce it, and HSTS how to raise it if asked") {
  const HeaderSet set = {{"Content-Security-Policy-Report-Only", "default-src 'self'"},
                         {"Strict-Transport-Security", "max-age=300"}};
  const std::string plain = text_of(emit(set, "nginx", {{"upstream", "none"}}));
  CHECK(contains(plain, "# Reports only."));
  CHECK_FALSE(contains(plain, "604800"));
  CHECK(contains(text_of(emit(set, "nginx", {{"upstream", "none"}, {"rollout", "yes"}})), "604800"));
}

TEST_CASE("unknown targets, options and option values are refused by name") {
  CHECK(contains(refusal_of(emit(simple(), "ngnix")), "'ngnix'; did you mean 'nginx'?"));
  CHECK(contains(refusal_of(emit(simple(), "Apache")), "did you mean 'apache'?"));
  CHECK(contains(refusal_of(emit(simple(), "K8s")), "did you mean 'ingress-nginx', 'gateway-api' or 'traefik'?"));
  CHECK(contains(refusal_of(emit(simple(), "cloudflare-header")), "'cloudflare-headers'?"));
  for (const std::string_view far : {"", "x", "zeus", "something-else"}) {
    CAPTURE(far);
    CHECK(contains(refusal_of(emit(simple(), far)), "`headstrong targets` lists them"));
  }
  CHECK(!contains(refusal_of(emit(simple(), std::string(1 << 16, 'x'))), std::string(100, 'x')));
  CHECK(contains(refusal_of(emit(simple(), "nginx", {{"upstrem", "proxy"}})), "'upstrem'"));
  CHECK(contains(refusal_of(emit(simple(), "nginx", {{"upstream", "ftp"}})), "'ftp'"));
  CHECK(contains(refusal_of(emit({}, "nginx")), "no header"));
  CHECK(contains(text_of(emit(simple(), "nginx", {{"upstream", "proxy"}, {"upstream", "fastcgi"}})),
                 "fastcgi_hide_header Content-Security-Policy;"));
}

TEST_CASE("a set longer than browsers take is refused, whatever it is made of") {
  HeaderSet headers;
  for (int i = 0; i < 100000; ++i) headers.push_back(Header{"X-" + std::to_string(i), "a"});
  CHECK(contains(refusal_of(emit(headers, "nginx")), "131072 bytes"));
}

TEST_CASE("bytes above ASCII are carried with a warning, or refused") {
  for (const TargetInfo& info : targets()) {
    CAPTURE(info.id);
    const EmitResult result = emit(policy("img-src caf\xc3\xa9.example"), info.id);
    const bool refused = !find_target(info.id)->non_ascii_refusal.empty();
    CHECK(result.refusal.has_value() == refused);
    if (refused) continue;
    CHECK(std::any_of(result.warnings.begin(), result.warnings.end(),
                      [](const EmitWarning& w) { return w.header == kPolicy && contains(w.message, "ASCII"); }));
  }
}

TEST_CASE("names that occur twice stay two fields, or become a list where that means the same") {
  HeaderSet policies = simple();
  policies.push_back(Header{"content-security-policy", "img-src *"});
  HeaderSet cookies = one("Set-Cookie", "a=1");
  cookies.push_back(Header{"Set-Cookie", "b=2"});
  HeaderSet transport = one("Strict-Transport-Security", "max-age=1");
  transport.push_back(Header{"Strict-Transport-Security", "max-age=2"});
  CHECK(contains(text_of(emit(policies, "cloudflare-headers")), "default-src 'self', img-src *\n"));
  CHECK(emit(policies, "cloudflare-headers").warnings.size() == 1);
  CHECK(contains(refusal_of(emit(transport, "cloudflare-headers")), "can't be joined"));
  CHECK(contains(text_of(emit(cookies, "nginx")), "\"a=1\" always;\nadd_header Set-Cookie \"b=2\""));
  CHECK(contains(text_of(emit(policies, "express-helmet")), "[\"default-src 'self'\", \"img-src *\"]"));
}

TEST_CASE("cookies and cache keys of the application are left beside ours") {
  HeaderSet headers = one("Set-Cookie", "a=1");
  headers.push_back(Header{"Vary", "Origin"});
  CHECK(!contains(text_of(emit(headers, "nginx")), "\nproxy_hide_header"));
  CHECK(!contains(text_of(emit(headers, "apache")), "\nHeader onsuccess unset"));
  CHECK(contains(text_of(emit(headers, "caddy")), "header +Set-Cookie"));
  CHECK(!contains(text_of(emit(headers, "caddy")), "defer"));
}

TEST_CASE("a cookie in a configuration is sent to everybody, and the target says so") {
  for (const TargetInfo& target : targets()) {
    const HeaderSet set = {{"Set-Cookie", "theme=dark; Secure"}, {"X-Frame-Options", "DENY"}};
    const EmitResult result = emit(set, target.id);
    INFO(target.id);
    if (result.refusal || testing::without_left_out(set, result).size() == 1) continue;
    CHECK(std::any_of(result.warnings.begin(), result.warnings.end(), [](const EmitWarning& warning) {
      return warning.header == "Set-Cookie" && contains(warning.message, "Every visitor");
    }));
  }
}

TEST_CASE("a nonce becomes the target's own way of making one, or is refused") {
  struct Row {
    std::string_view target;
    std::string_view made_by;  // empty: refused
  };
  const Row rows[] = {
      {"azure-swa", ""},
      {"cloudflare-worker", ""},
      {"cloudfront-cloudformation", ""},
      {"cloudfront-function", ""},
      {"cloudfront-terraform", ""},
      {"firebase", ""},
      {"amplify", ""},
      {"envoy", ""},
      {"gateway-api", ""},
      {"iis", ""},
      {"ingress-nginx", ""},
      {"traefik", ""},
      {"vercel", ""},
      {"h2o", ""},
      {"istio", ""},
      {"serve", ""},
      {"tomcat", "RANDOM.nextBytes(bytes)"},
      {"haproxy", ""},
      {"lighttpd", ""},
      {"netlify-toml", ""},
      {"nginx-headers-more", "${request_id}"},
      {"php", "base64_encode(random_bytes(16))"},
      {"varnish", ""},
      {"apache", ""},
      {"caddy", ""},
      {"cloudflare-headers", ""},
      {"express", "crypto.randomBytes(16)"},
      {"express-helmet", "crypto.randomBytes(16)"},
      {"flask", "secrets.token_urlsafe(16)"},
      {"flask-talisman", "content_security_policy_nonce_in"},
      {"html-meta", ""},
      {"netlify-headers", ""},
      {"nginx", "${request_id}"},
      {"aiohttp", "secrets.token_urlsafe(16)"},
      {"starlette", "secrets.token_urlsafe(16)"},
      {"django", "secrets.token_urlsafe(16)"},
      {"django-csp", "[\"'self'\", NONCE]"},
      {"koa", "crypto.randomBytes(16)"},
      {"hono", "crypto.getRandomValues(new Uint8Array(16))"},
      {"fastify-helmet", "crypto.randomBytes(16)"},
      {"rack", "SecureRandom.base64(16)"},
      {"rails", "SecureRandom.base64(16)"},
      {"rails-secure-headers", "SecureRandom.base64(16)"},
      {"laravel", "base64_encode(random_bytes(16))"},
      {"wordpress", "base64_encode(random_bytes(16))"},
      {"nextjs", ""},
      {"nextjs-middleware", "crypto.getRandomValues(new Uint8Array(16))"},
      {"astro", "crypto.getRandomValues(new Uint8Array(16))"},
      {"sveltekit", "crypto.getRandomValues(new Uint8Array(16))"},
      {"nuxt", "crypto.getRandomValues(new Uint8Array(16))"},
      {"spring-security", "RANDOM.nextBytes(bytes)"},
      {"aspnet", "RandomNumberGenerator.GetBytes(16)"},
  };
  const HeaderSet headers = policy("script-src 'self' 'nonce-{{nonce}}'");
  for (const Row& row : rows) {
    CAPTURE(row.target);
    const EmitResult result = emit(headers, row.target);
    CHECK(contains(refusal_of(result), "nonce") == row.made_by.empty());
    CHECK(contains(text_of(result), row.made_by));
    CHECK(!contains(text_of(result), "{{nonce}}"));
  }
}

TEST_CASE("values are spelt so that the target's language leaves them alone") {
  struct Row {
    std::string_view target;
    std::string value;
    std::string_view written;
  };
  const Row rows[] = {
      {"nginx", "a \"b\" \\n", "add_header X-T \"a \\\"b\\\" \\\\n\" always;"},
      {"nginx", "$host", "{ default \"$host\"; }"},
      {"apache", "50% \"a\" \\n", "Header always set X-T \"50%% \\\"a\\\" \\\\\\\\n\""},
      {"apache", "${HOME}", "Header always edit* X-T \"@0@\\{\" \"\\\\${\""},
      {"apache", "expr=true", "Header always edit X-T \"^@0@(.)@0@\" \"$1\""},
      {"apache", "expr=@0@", "\"@1@e@1@xpr=@0@\""},
      {"caddy", "{http.request.host}", "\"{http.vars.headstrong_brace}http.request.host}\""},
      {"caddy", "a\\", "\"a{http.vars.headstrong_backslash}\""},
      {"caddy", "a\\b \"c\"", "\"a\\b \\\"c\\\"\""},
      {"nginx-headers-more", ":a", "more_set_headers \"X-T: ${headstrong_"},
      {"haproxy", "50% 'a' $b \\n", R"(set-header X-T '50%% '\''a'\'' $b \n')"},
      {"lighttpd", "a \"b\\\" c", R"("X-T" => "a \"b\\" c")"},
      {"nginx", "a\tb", "\"a\tb\""},
      {"php", "a\tb", "'X-T: a\tb'"},
      {"flask", "a\tb", R"("a\tb")"},
      {"varnish", "a\"}b", R"(set resp.http.X-T = {"a""} + {"}b"};)"},
      {"php", "it's $a \\n", R"(header('X-T: it\'s $a \\n');)"},
      {"netlify-toml", "a \"b\" \\n", R"(X-T = "a \"b\" \\n")"},
      {"flask", "a\"\\\xc3\xa9", R"("a\"\\\xc3\xa9")"},
      {"express-helmet", "a`$\"", R"("a`$\"")"},
      {"vercel", "a \"b\" \\", R"({ "key": "X-T", "value": "a \"b\" \\" })"},
      {"firebase", "a\tb", R"("value": "a\tb")"},
      {"azure-swa", "it's \"b\"", R"("X-T": "it's \"b\"")"},
      {"cloudfront-cloudformation", "a: \"b\" #c", R"(Value: "a: \"b\" #c")"},
      {"cloudfront-terraform", "${a} %{b} $c", R"(value = "$${a} %%{b} $c")"},
      {"cloudfront-function", "a\"</b>", R"(headers["x-t"] = { value: "a\"</b>" };)"},
      {"cloudflare-worker", "a\\n", R"(response.headers.set("X-T", "a\\n");)"},
      {"traefik", "- %a", R"("X-T": "- %a")"},
      {"envoy", "50% \"a\"", "value: \"50%% \\\"a\\\"\"\n"},
      {"amplify", "yes: \"a\"", "- key: \"X-T\"\n        value: \"yes: \\\"a\\\"\"\n"},
      {"ingress-nginx", "$a \"b\"", R"("X-T": "$a \"b\"")"},
      {"gateway-api", "true", "- name: \"X-T\"\n                value: \"true\"\n"},
      {"iis", "a&b <\"c\">", R"(<add name="X-T" value="a&amp;b &lt;&quot;c&quot;>" />)"},
      {"koa", "a`${b}\\", R"("a`${b}\\")"},
      {"rails", "it's #{a} \\n", R"('it\'s #{a} \\n')"},
      {"spring-security", "a\"\\u0041${b}", R"("a\"\\u0041${b}")"},
      {"aspnet", "a\"\\{b}", R"("a\"\\{b}")"},
      {"nextjs", "https://a.example/:path*", "source: \"/:pathx*\""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.target, row.value);
    CHECK(contains(text_of(emit(one("X-T", row.value), row.target)), row.written));
  }
  CHECK(contains(text_of(emit(policy("a \"&<\" b"), "html-meta")), "content=\"a &quot;&amp;&lt;&quot; b\""));
}

TEST_CASE("what hosts and gateways have no words for is refused with the reason") {
  struct Row {
    std::string_view target;
    std::string name;
    std::string value;
    std::string_view reason;
  };
  const Row rows[] = {
      {"vercel", "X-T", "cost $1", "part of the path"},
      {"traefik", "X-T", "a {{b}}", "Go templates"},
      {"ingress-nginx", "X-T", "a\tb", "503"},
      {"iis", "Server", "a", "removeServerHeader"},
      {"cloudfront-function", "Set-Cookie", "a=1", "separate map"},
      {"nginx", "Date", "x", "from response to response"},
      {"cloudfront-terraform", "X-T", "a $${b}", "opens a brace"},
      {"cloudfront-terraform", "X-Frame-Options", "deny", "in capitals"},
      {"cloudfront-cloudformation", "X-Content-Type-Options", "none", "nosniff"},
      {"cloudfront-cloudformation", "Referrer-Policy", "no-referrer, same-origin", "policy's words"},
      {"cloudfront-cloudformation", "Strict-Transport-Security", "includeSubDomains; max-age=1", "max-age, then"},
      {"cloudfront-cloudformation", "Strict-Transport-Security", "max-age=12345678901", "max-age, then"},
      {"cloudfront-cloudformation", "X-XSS-Protection", "1; report=/x", "mode=block"},
      {"cloudfront-cloudformation", "Access-Control-Allow-Origin", "*", "CORS"},
      {"cloudfront-cloudformation", "Content-Security-Policy", std::string(1784, 'x'), "1783"},
      {"gateway-api", "X-T", std::string(4097, 'x'), "4096"},
      {"envoy", "X-T", std::string(8193, '%'), "each % counts twice"},
      {"amplify", "X-T", "", "an empty value"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.target, row.name);
    CHECK(contains(refusal_of(emit(one(row.name, row.value), row.target)), row.reason));
  }
  HeaderSet many;
  for (int i = 0; i < 17; ++i) many.push_back(Header{"X-" + std::to_string(i), "a"});
  CHECK(contains(refusal_of(emit(many, "gateway-api")), "16 headers"));
  CHECK(contains(refusal_of(emit(many, "cloudfront-terraform")), "10 headers"));
  const EmitResult spaced =
      emit(one("Strict-Transport-Security", "max-age=1;includesubdomains"), "cloudfront-terraform");
  REQUIRE(spaced.warnings.size() == 1);
  CHECK(contains(text_of(spaced), "include_subdomains = true"));
}

TEST_CASE("long values are cut into parts that nginx reads, at the borders of characters") {
  const std::string value(32767, '"');
  const EmitResult result = emit(one("X-T", value + "$"), "nginx");
  REQUIRE(result.files.size() == 2);
  std::size_t begin = 0;
  const std::string& text = result.files[0].text;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    CHECK(end - begin < 4096);
    begin = end + 1;
  }
  const std::string accents = "\xc3\xa9\xc3\xa9\xc3\xa9";
  const std::vector<std::string_view> parts = cut(accents, 5);
  CHECK(parts == std::vector<std::string_view>{"\xc3\xa9\xc3\xa9", "\xc3\xa9"});
}

TEST_CASE("two sets that share an nginx http block don't redefine each other's variables") {
  const auto variable = [](std::string value) {
    const std::string text = emit(one("X-T", std::move(value)), "nginx").files[0].text;
    const std::size_t at = text.find("geo $");
    return text.substr(at, text.find(' ', at + 5) - at);
  };
  CHECK(variable("a$b") == variable("a$b"));
  CHECK(variable("a$b") != variable("a$c"));
}

TEST_CASE("libraries get a policy in their own form only where they write it as it was") {
  const auto helmet = [](std::string value) {
    return contains(text_of(emit(policy(std::move(value)), "express-helmet")), "directives: {");
  };
  const auto talisman = [](std::string value) {
    return contains(text_of(emit(policy(std::move(value)), "flask-talisman")), "policy={");
  };
  CHECK(helmet("default-src 'self'; img-src *"));
  CHECK(helmet("default-src 'self';upgrade-insecure-requests"));
  CHECK(!helmet("default-src 'self';"));
  CHECK(!helmet("default-src self"));
  CHECK(!helmet("default-src sha256-abc"));
  CHECK(!helmet("img-src *; img-src a"));
  CHECK(!helmet("default-src  'self'"));
  CHECK(talisman("default-src 'self'; img-src *"));
  CHECK(talisman("default-src 'self'; script-src 'self' 'nonce-{{nonce}}'"));
  CHECK(!talisman("script-src 'nonce-{{nonce}}' 'self'"));
  CHECK(!talisman("default-src 'self'; upgrade-insecure-requests"));
  CHECK(!talisman("default-src 'self';img-src *"));
}

TEST_CASE("Next.js's patterns are kept out of values, or the header is refused") {
  const auto text = [](std::string value) { return text_of(emit(one("X-T", std::move(value)), "nextjs")); };
  CHECK(contains(text("a"), "source: \"/:path*\""));
  CHECK(contains(text(":path :pathx :pathxx"), "source: \"/:pathxxx*\""));
  CHECK(contains(text("a\\b"), "value: \"a\\\\b\""));
  CHECK(contains(refusal_of(emit(one("X-T", "a:\\b"), "nextjs")), "nextjs-middleware"));
  CHECK(contains(refusal_of(emit(one("X-T", ":--ESCAPED_PARAM_PLUS"), "nextjs")), "nextjs-middleware"));
  CHECK(!emit(one("X-T", "a:\\b"), "nextjs-middleware").refusal);
  CHECK(contains(text_of(emit(simple(), "nextjs-middleware")), "export function proxy(request)"));
  CHECK(contains(text_of(emit(simple(), "nextjs-middleware", {{"version", "15"}})),
                 "export function middleware(request)"));
}

TEST_CASE("HTML says what it leaves out and what has no effect in it") {
  HeaderSet headers = policy("default-src 'self'; Frame-Ancestors 'none'");
  headers.push_back(Header{"X-Frame-Options", "DENY"});
  headers.push_back(Header{"Referrer-Policy", "no-referrer"});
  const EmitResult result = emit(headers, "html-meta");
  REQUIRE(result.warnings.size() == 2);
  CHECK(contains(result.warnings[0].message, "frame-ancestors"));
  CHECK(result.warnings[1].header == "X-Frame-Options");
  CHECK(contains(text_of(result), "\nX-Frame-Options: Not in the HTML: only headers can stop"));
  CHECK(contains(text_of(result), "\nContent-Security-Policy: Left out frame-ancestors"));
  CHECK(contains(text_of(result), "<meta name=\"referrer\" content=\"no-referrer\">"));
  CHECK(contains(refusal_of(emit(one("X-Frame-Options", "DENY"), "html-meta")), "can't express"));
  const EmitResult two = emit(policy("img-src a, img-src b"), "html-meta");
  CHECK(contains(text_of(two), "content=\"img-src a\">\n<meta"));
}

TEST_CASE("pieces put together are the value") {
  for (const std::string_view value :
       {"", "a", "{{nonce}}", "a{{nonce}}b", "{{nonce}}{{nonce}}", "{{{nonce}}}", "{{nonce}", "{{"}) {
    std::string whole;
    for (const Piece& piece : pieces(value)) {
      CHECK(piece.is_nonce == piece.text.empty());
      whole += piece.is_nonce ? kNoncePlace : piece.text;
    }
    CHECK(whole == value);
  }
}

TEST_CASE("comments fit their columns and keep their words") {
  const std::string text =
      "one two three\n" + std::string(150, 'x') + " " + std::string(90, 'y') + " zz " + std::string(8, 'w');
  const std::string lines = comment_lines("# ", text);
  CHECK(lines == "# one two three\n# " + std::string(150, 'x') + "\n# " + std::string(90, 'y') + " zz\n# " +
                     std::string(8, 'w') + "\n");
  CHECK(comment_lines("# ", "") == "");
}

/// `text` without the lines that hold nothing but a comment.
std::string without_comments(std::string_view text) {
  std::string out;
  bool in_html = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view body = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
    if (body == "<!--") in_html = true;
    const bool is_comment = in_html || body.substr(0, 1) == "#" || body.substr(0, 2) == "//";
    if (body == "-->") in_html = false;
    if (!is_comment) out.append(line).append("\n");
  }
  return out;
}

constexpr std::string_view kHostileNotes[] = {
    "a\nX-Evil: 1",
    "a\r\nX-Evil: 1\r",
    "*/ x",
    "--> <b>",
    "--!> <b>",
    "?> <b>",
    "\\",
    "a \\\n",
    "{$HOME}",
    "\xe2\x80\xa8X-Evil",
    "\xc2\x85X-Evil",
    "\xff\xfe",
    "\"",
    "'",
    "{{nonce}}",
    "<%= 1 %>",
    "${x}",
    "\x1b[2J\x7f",
    "\xe2\x80\xaex",
    "",
    " ",
    "\t",
    "coding: utf-16",
};

TEST_CASE("notes change nothing but comments, whatever they hold") {
  std::vector<HeaderNote> notes;
  for (const std::string_view header : {"Content-Security-Policy", "x-gone", "", "a\n-->*/?>\\"}) {
    for (const std::string_view sentence : kHostileNotes) {
      notes.push_back({std::string(header), std::string(sentence), notes.size() % 2 == 1});
    }
    notes.push_back({std::string(header), std::string(9000, '\\'), false});
    notes.push_back({std::string(header), std::string(9000, '-'), false});
    notes.push_back({std::string(header), std::string(99, 'x') + "\\ y", true});
  }
  HeaderSet headers = simple();
  headers.push_back(Header{"Referrer-Policy", "no-referrer"});
  for (const TargetInfo& info : targets()) {
    CAPTURE(info.id);
    const EmitResult plain = emit(headers, info.id);
    const EmitResult noted = emit(headers, info.id, {}, notes);
    REQUIRE(noted.files.size() == plain.files.size());
    // JSON has no comments: there the notes are warnings.
    const bool has_comments = !contains(plain.files[0].name, ".json");
    CHECK(noted.warnings.size() == plain.warnings.size() + (has_comments ? 0 : notes.size()));
    for (std::size_t i = 0; i < plain.files.size(); ++i) {
      const std::string& text = noted.files[i].text;
      CHECK(without_comments(text) == without_comments(plain.files[i].text));
      CHECK(!contains(text, "\\\n"));
      CHECK(!contains(text, "\xe2\x80\xa8"));
      CHECK(!contains(text, "\xff"));
      CHECK(text.find('\r') == std::string::npos);
      const std::string_view never = find_target(info.id)->not_in_comments;
      if (never.empty()) continue;
      std::size_t in_plain = 0;
      std::size_t in_noted = 0;
      const auto count = [&](const std::string& in, std::size_t& number) {
        for (std::size_t at = in.find(never); at != std::string::npos; at = in.find(never, at + 1)) {
          ++number;
        }
      };
      count(plain.files[i].text, in_plain);
      count(text, in_noted);
      CHECK(in_noted == in_plain);
    }
  }
}

TEST_CASE("the reasons follow the code, and a warning stands above the header that it is about") {
  HeaderSet headers = simple();
  headers.push_back(Header{"Referrer-Policy", "no-referrer"});
  const std::vector<HeaderNote> notes = {{"referrer-policy", "A.", false}, {"Server", "B.", true}};
  const auto ends = [&](std::string_view target, std::string_view mark) {
    const std::string text = text_of(emit(headers, target, {}, notes));
    const std::string reasons =
        std::string(mark) + "referrer-policy: A.\n" + std::string(mark) + "Server: Still open: B.\n";
    const std::size_t at = text.find(reasons);
    INFO(text);
    CHECK((at != std::string::npos && text.find_first_not_of("->\n", at + reasons.size()) == std::string::npos));
    CHECK(contains(text.substr(0, at), "no-referrer"));
  };
  for (const std::string_view target : {"nginx", "apache", "flask-talisman", "netlify-toml"}) ends(target, "# ");
  for (const std::string_view target : {"php", "express-helmet", "go-net-http"}) ends(target, "// ");
  for (const std::string_view target : {"iis", "html-meta"}) ends(target, "");
  CHECK(
      contains(text_of(emit(policy("script-src 'nonce-{{nonce}}'"), "nginx")), "# The nonce is $request_id: 16 bytes"));
}

TEST_CASE("the comment that a file begins with is short, whatever there is to say") {
  std::vector<HeaderNote> notes;
  for (int i = 0; i < 30; ++i) notes.push_back({"X-Gone", "A reason of some words.", false});
  HeaderSet headers = simple();
  headers.push_back(Header{"Referrer-Policy", "no-referrer"});
  for (const TargetInfo& info : targets()) {
    if (!find_target(info.id)->has_comments) continue;
    const std::string text = text_of(emit(headers, info.id, {}, notes));
    const std::size_t opening =
        text.find("Security headers for " + std::string(info.name) + ", written by Headstrong.");
    const std::size_t reasons = text.find("These headers cover ");
    INFO(info.id << '\n' << text);
    REQUIRE(opening != std::string::npos);
    REQUIRE(reasons != std::string::npos);
    CHECK(text.find("X-Gone") > reasons);
    const std::size_t code = std::min(text.find("default-src"), text.find("referrer"));
    CHECK(std::count(text.begin() + static_cast<std::ptrdiff_t>(opening),
                     text.begin() + static_cast<std::ptrdiff_t>(std::min(code, reasons)), '\n') <= 40);
    CHECK(reasons > text.find("no-referrer"));
  }
}

TEST_CASE("options of targets have words for a form") {
  for (const TargetInfo& info : targets()) {
    for (const TargetOption& option : info.options) {
      INFO(info.id << ' ' << option.name);
      // Who sends the policy is asked where this target can't make a nonce for each response.
      if (option.name == "policy" && find_target(info.id)->nonce_refusal.empty()) {
        CHECK(option.label.empty());
        CHECK(option.words.empty());
        continue;
      }
      CHECK_FALSE(option.label.empty());
      const bool is_free = contains(std::string(option.values), "<");
      const auto count = [](std::string_view list) { return std::count(list.begin(), list.end(), '|'); };
      if (is_free) CHECK(option.words.empty());
      else CHECK(count(option.words) == count(option.values));
    }
  }
}

TEST_CASE("in a language without comments, notes are warnings") {
  TargetSpec spec;
  spec.id = "json";
  spec.name = "JSON";
  spec.max_value_bytes = 100;
  spec.has_comments = false;
  spec.write = [](const TargetSpec&, const EmitCall& call, EmitResult& result) {
    CHECK(call.remarks().empty());
    CHECK(call.fields().front().remarks.empty());
    result.files.push_back({"a.json", "anywhere", "{}"});
  };
  const EmitResult result = emit_for(spec, simple(), {}, {{"Server", "Removed.", true}});
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].header == "Server");
  CHECK(result.warnings[0].message == "Still open: Removed.");
  CHECK(emit_for(spec, simple(), {}, {{"Server", "Still open: Kept.", true}}).warnings[0].message ==
        "Still open: Kept.");
}

TEST_CASE("notes are written in linear time") {
  std::vector<HeaderNote> notes;
  for (int i = 0; i < 50000; ++i) {
    notes.push_back({"X-" + std::to_string(i % 100), std::string(50, 'x'), false});
  }
  HeaderSet headers;
  for (int i = 0; i < 50; ++i) headers.push_back(Header{"X-" + std::to_string(i), "a"});
  const std::string text = text_of(emit(headers, "nginx", {}, notes));
  CHECK(std::count(text.begin(), text.end(), '\n') > 50000);
}

TEST_CASE("what harden prints is read with its changes as notes") {
  HeaderSet headers;
  std::vector<HeaderNote> notes;
  const auto read = [&](std::string_view text) {
    headers.clear();
    notes.clear();
    return read_header_set(text, headers, notes);
  };
  CHECK(read(R"({"headers":[["A","b"]],"changes":[{"header":"A","sentence":"c","open":true}],"x":1})") == "");
  REQUIRE(headers.size() == 1);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].header == "A");
  CHECK(notes[0].sentence == "c");
  CHECK(notes[0].open);
  CHECK(read(R"({"headers":[]})") == "");
  CHECK(read(R"([["A","b"]])") == "");
  CHECK(read("A: b\n") == "");
  CHECK(notes.empty());
  CHECK(contains(read("{"), "not valid JSON"));
  CHECK(contains(read("{}"), "no list \"headers\""));
  CHECK(contains(read(R"({"headers":{}})"), "no list \"headers\""));
  CHECK(contains(read(R"({"headers":[["A"]]})"), "item 0"));
  CHECK(contains(read(R"({"headers":[],"changes":{}})"), "is not a list"));
  for (const std::string_view bad : {"1", "{}", R"({"header":"A"})", R"({"header":1,"sentence":"a"})"}) {
    CAPTURE(bad);
    const std::string text = R"({"headers":[],"changes":[)" + std::string(bad) + "]}";
    CHECK(contains(read(text), "item 0 of \"changes\""));
  }
}

TEST_CASE("a value too long for a line of .htaccess is set in parts") {
  const auto lines_of = [](const std::string& text) {
    std::size_t longest = 0;
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
      longest = std::max(longest, end - begin);
      begin = end + 1;
    }
    return longest;
  };
  for (const std::string& unit :
       {std::string("a"), std::string("\\"), std::string("\xf0\x9f\x98\x80"),
        std::string("$1 \"%\" ") + std::string(90, 'a'), std::string("@0@"), std::string("${x}")}) {
    std::string value;
    while (value.size() < 60000) value += unit;
    value += "x";
    if (unit.find('%') != std::string::npos) value.resize(10001);
    value.back() = 'x';
    CAPTURE(unit);
    const EmitResult result = emit(one(std::string(200, 'N'), value), "apache");
    CHECK(refusal_of(result) == "");
    CHECK(lines_of(text_of(result)) <= 8000);
    CHECK(contains(text_of(result), "Header always edit N"));
  }
}

TEST_CASE("Django 6 gets its own settings for what it joins to the same bytes, and the middleware for the rest") {
  const EmitOptions six = {{"version", "6"}};
  const auto text_for = [&](const HeaderSet& set) { return text_of(emit(set, "django", six)); };
  const std::string settings =
      text_for({{"Content-Security-Policy", "default-src 'self'; script-src 'nonce-{{nonce}}'; sandbox"},
                {"Content-Security-Policy-Report-Only", "img-src 'none'"}});
  CHECK(contains(
      settings,
      "SECURE_CSP = {\n    \"default-src\": [\"'self'\"],\n    \"script-src\": [CSP.NONCE],\n    \"sandbox\": True,\n}\n"));
  CHECK(contains(settings, "SECURE_CSP_REPORT_ONLY = {\n    \"img-src\": [\"'none'\"],\n}\n"));
  CHECK(contains(settings, "from django.utils.csp import CSP\n"));
  CHECK(!contains(settings, "def security_headers"));
  // Two policies in one field, a nonce that is no word of its own, and other headers are beyond the settings.
  const std::string both = text_for({{"Content-Security-Policy", "default-src 'self'"}, {"X-Frame-Options", "DENY"}});
  CHECK(contains(both, "SECURE_CSP = {"));
  CHECK(contains(both, "(\"X-Frame-Options\", \"DENY\")"));
  for (const std::string_view value :
       {"default-src 'self', img-src *", "default-src 'self';img-src *", "script-src x{{nonce}}"}) {
    CAPTURE(value);
    CHECK(!contains(text_for({{"Content-Security-Policy", std::string(value)}}), "SECURE_CSP"));
  }
  // There is one nonce: what one of the policies can't have from Django, both have from the middleware.
  const std::string one_nonce = text_for({{"Content-Security-Policy", "script-src 'nonce-{{nonce}}'"},
                                          {"Content-Security-Policy-Report-Only", "script-src x{{nonce}}"}});
  CHECK(!contains(one_nonce, "SECURE_CSP"));
  CHECK(contains(one_nonce, "secrets.token_urlsafe(16)"));
}

TEST_CASE("a framework's own pages and name don't come beside what Express is told to send") {
  const std::string text = text_of(emit({{"X-Frame-Options", "DENY"}, {"Vary", "Origin"}}, "express"));
  CHECK(contains(text, "res.writeHead = function"));
  CHECK(contains(text, "res.removeHeader(\"X-Powered-By\");"));
  CHECK(contains(text, "res.appendHeader(\"Vary\", \"Origin\");"));
  CHECK(!contains(text_of(emit({{"X-Powered-By", "a"}}, "express")), "removeHeader"));
}

TEST_CASE("Traefik's middleware is written for each of its providers") {
  const HeaderSet headers = one("X-T", "a$b \"{{c}}\"");
  CHECK(contains(refusal_of(emit(headers, "traefik")), "Go templates"));
  const std::string labels = text_of(emit(headers, "traefik", {{"provider", "docker"}}));
  CHECK(contains(labels,
                 "  - \"traefik.http.middlewares.headstrong.headers.customresponseheaders.X-T=a$$b \\\"{{c}}\\\"\"\n"));
  const std::string resource = text_of(emit(headers, "traefik", {{"provider", "kubernetes"}}));
  CHECK(contains(resource, "kind: Middleware\n"));
  CHECK(contains(resource, "      \"X-T\": \"a$b \\\"{{c}}\\\"\"\n"));
}

TEST_CASE("a set for another target is read from any text that analyze reads") {
  struct Row {
    std::string_view text;
    std::vector<std::string> headers;  // "Name: value"
    std::string_view error = {};
    std::string_view note = {};
  };
  const Row rows[] = {
      {"X-Frame-Options: DENY\nX-A: a: b\n", {"X-Frame-Options: DENY", "X-A: a: b"}},
      {"HTTP/2 200\nx-frame-options: DENY\nserver: nginx\ncf-ray: 1\n\n<html>a: b</html>",
       {"x-frame-options: DENY"},
       {},
       "Left out: it belongs to the server that sent this response. So does cf-ray."},
      {"> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 200 OK\n< X-Frame-Options: DENY\n<\n",
       {"X-Frame-Options: DENY"}},
      {"HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'nonce-abcdefghijklmnop1234'\n",
       {"Content-Security-Policy: script-src 'nonce-{{nonce}}'"},
       {},
       "The new target makes its own nonce for each response."},
      {"server {\n  add_header X-Frame-Options \"DENY\" always;\n  add_header Content-Security-Policy \"default-src 'self'\" always;\n}\n",
       {"X-Frame-Options: DENY", "Content-Security-Policy: default-src 'self'"}},
      {"add_header Content-Security-Policy \"img-src data:\" always;", {"Content-Security-Policy: img-src data:"}},
      {"add_header Content-Security-Policy \"script-src 'nonce-$request_id'\" always;",
       {"Content-Security-Policy: script-src 'nonce-{{nonce}}'"}},
      {"add_header Content-Security-Policy \"connect-src $api\" always;",
       {},
       "Content-Security-Policy: the text holds only a part"},
      {"res.setHeader('Content-Security-Policy', `script-src 'nonce-${nonce}'`);",
       {"Content-Security-Policy: script-src 'nonce-{{nonce}}'"}},
      {"http:\n  middlewares:\n    a:\n      headers:\n        customResponseHeaders:\n          X-Frame-Options: \"DENY\"\n",
       {"X-Frame-Options: DENY"}},
      {"from csp.constants import NONCE\nCONTENT_SECURITY_POLICY = {\"DIRECTIVES\": {\"script-src\": [NONCE]}}\n",
       {"Content-Security-Policy: script-src 'nonce-{{nonce}}'"}},
      {"from django.utils.csp import CSP\nSECURE_CSP = {\"script-src\": [CSP.SELF, CSP.NONCE]}\n",
       {"Content-Security-Policy: script-src 'self' 'nonce-{{nonce}}'"}},
      {"default-src 'self'", {"Content-Security-Policy: default-src 'self'"}},
      {"{\"x-frame-options\": \"DENY\"}", {"x-frame-options: DENY"}},
      {"[[headers]]\nfor = \"/*\"\n[headers.values]\nX-Frame-Options = \"DENY\"\n", {"X-Frame-Options: DENY"}},
      // A fault in a set stays one: half of it is no set.
      {"[[\"X-Frame-Options\",\"DENY\"],[\"A\",1]]", {}, "item 1 of the header list"},
      {"{\"headers\":[[\"X-Frame-Options\",\"DENY\"],[\"A\"]]}", {}, "item 1 of the header list"},
      {"X-Frame-Options: DENY\nnonsense\n", {}, "line 2 is not"},
      {"hello", {}, "line 1 is not"},
      {"HTTP/1.1 200 OK\nServer: nginx\n", {}, "no header that can be written"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const HeaderSetOfText set = header_set_of(row.text);
    std::vector<std::string> headers;
    for (const Header& header : set.headers) headers.push_back(header.name + ": " + header.value);
    CHECK(contains(set.error, row.error));
    CHECK(set.error.empty() == row.error.empty());
    if (row.error.empty()) CHECK(headers == row.headers);
    const auto is_note = [&](const HeaderNote& note) { return note.sentence == row.note; };
    if (!row.note.empty()) CHECK(std::any_of(set.notes.begin(), set.notes.end(), is_note));
  }
  CHECK(header_set_of("HTTP/1.1 200 OK\nX-Frame-Options: DENY\n").recorded);
  CHECK(!header_set_of("add_header X-Frame-Options DENY always;").recorded);
  const std::string two =
      "HTTP/1.1 301 Moved\nLocation: /\nX-Frame-Options: DENY\n\nHTTP/1.1 200 OK\nX-Frame-Options: SAMEORIGIN\n";
  CHECK(header_set_of(two).headers.back().value == "SAMEORIGIN");
  CHECK(header_set_of(two).notes.size() == 1);  // which of the two
  const std::string same =
      "sub vcl_deliver { set resp.http.X-Frame-Options = \"DENY\"; }\n"
      "sub vcl_synth { set resp.http.X-Frame-Options = \"DENY\"; }\n";
  CHECK(header_set_of(same).notes.empty());
  CHECK(header_set_of(two, 0).headers.back().value == "DENY");
  CHECK(contains(header_set_of(two, 2).error, "there is no response 2"));
  CHECK(contains(header_set_of("A: b", 1).error, "there is no response 1"));
}

TEST_CASE("what a framework writes itself is left out with a warning, so that a pasted response can be emitted") {
  const HeaderSet pasted = {{"cache-control", "private"}, {"X-Frame-Options", "DENY"}, {"Vary", "rsc"}};
  const EmitResult result = emit(pasted, "nextjs-middleware");
  REQUIRE(!result.refusal);
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].message == "Left out: Next.js writes its own on pages. So is Vary.");
  CHECK(result.files[0].text.find("private") == std::string::npos);
  CHECK(result.files[0].text.find("DENY") != std::string::npos);
  // Nothing else is let through with them, and a set of nothing else is no set.
  CHECK(emit({{"Vary", "a\nb"}, {"X-Frame-Options", "DENY"}}, "nextjs").refusal);
  CHECK(emit({{"Vary", "rsc"}}, "nextjs").refusal);
}

TEST_CASE("the traps that deployers report are avoided, or the file warns of them") {
  struct Trap {
    std::string_view target;
    EmitOptions options;
    std::vector<std::string_view> says;  // in the files
    std::vector<std::string_view> never = {};
  };
  const Trap traps[] = {
      // A location's own add_header drops the inherited ones; without "always" a 404 has none; one hide line of its
      // own brings the application's copies back.
      {"nginx",
       {},
       {"A location with its own add_header inherits none", "\" always;\n", "proxy_hide_header X-Frame-Options;",
        "fastcgi_hide_header X-Frame-Options;",
        "A location with its own proxy_hide_header or fastcgi_hide_header inherits"},
       {"\";\n"}},
      {"nginx", {{"upstream", "uwsgi"}}, {"uwsgi_hide_header X-Frame-Options;"}, {"proxy_hide_header X"}},
      // Two tables of headers.
      {"apache", {}, {"Header onsuccess unset X-Frame-Options\nHeader always set X-Frame-Options"}, {"Header set"}},
      // A proxied response's own ones.
      {"caddy", {}, {"header {\n\tdefer\n"}},
      // The server's own redirects and errors.
      {"haproxy", {}, {"http-after-response set-header", "not the 400"}, {"http-response"}},
      {"lighttpd", {}, {"server.modules := ( \"mod_setenv\" ) + server.modules", "not the 400"}},
      // Redirects behind a proxy that go in a circle.
      {"flask-talisman", {}, {"force_https=False"}},
      {"flask-talisman", {{"force-https", "yes"}}, {"force_https=True", "X-Forwarded-Proto: https"}},
      // Snippets are off by default since 1.9.
      {"ingress-nginx",
       {},
       {"custom-headers", "global-allowed-response-headers"},
       {"configuration-snippet", "server-snippet"}},
      // Applied in this order, each said where.
      {"ingress-nginx", {}, {"apply headstrong-allowed.yaml first"}},
      {"traefik", {}, {"a second headers middleware on a router adds its own"}},
      // Envoy appends by default, and leaves its own replies without headers; so do Amplify's redirects.
      {"envoy", {}, {"append_action: OVERWRITE_IF_EXISTS_OR_ADD", "local_reply_config:"}},
      {"amplify", {}, {"redirects, which carry no custom headers"}},
      {"cloudfront-cloudformation", {}, {"Override: true"}},
      {"cloudfront-terraform", {}, {"override"}},
      // What a parent or anti-forgery sets.
      {"iis", {}, {"<remove name=\"X-Frame-Options\" />\n        <add name=\"X-Frame-Options\"", "anti-forgery"}},
      {"aspnet", {}, {"replaces what anti-forgery and others set", "OnStarting"}},
      // Nonces and pages that are built before.
      {"nextjs-middleware", {}, {"pages rendered for each request", "A built, cached or exported page has no nonce"}},
      {"sveltekit", {}, {"Not prerendered pages", "never a nonce"}},
      {"nuxt", {}, {"prerendered"}},
      {"astro", {}, {"prerendered"}},
      {"rails", {}, {"Turbo takes the nonce from <%= csp_meta_tag %>"}},
      {"rails-secure-headers", {}, {"Turbo"}},
      // Settings of the other version are silently unread.
      {"django-csp", {}, {"CONTENT_SECURITY_POLICY = {"}, {"CSP_SCRIPT_SRC"}},
      {"django-csp", {{"version", "3"}}, {"CSP_SCRIPT_SRC"}, {"CONTENT_SECURITY_POLICY = {"}},
      {"laravel", {}, {"a package that sets the same headers", "both copies would be sent"}},
      // What the application sends as well.
      {"php", {}, {"A later header() call with the same name replaces these"}},
      {"wordpress", {}, {"Another plugin that calls header_register_callback() replaces"}},
      {"express-helmet", {}, {"Express's built-in error and 404 page replaces the policy"}},
  };
  for (const Trap& trap : traps) {
    CAPTURE(trap.target);
    HeaderSet set = policy("default-src 'none'; script-src 'self' 'nonce-{{nonce}}'");
    const bool is_plain =
        !find_target(trap.target)->nonce_refusal.empty() || (trap.target == "django-csp" && !trap.options.empty());
    if (is_plain) set = policy("default-src 'none'; script-src 'self'");
    set.push_back(Header{"X-Frame-Options", "DENY"});
    const EmitResult result = emit(set, trap.target, trap.options);
    REQUIRE(refusal_of(result) == "");
    // A comment is broken into lines; the marks before them are taken away.
    std::string text = text_of(result);
    std::string flat;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::string_view rest = std::string_view(text).substr(i);
      const std::size_t mark = rest.find_first_not_of("\n ");
      if (text[i] == '\n' && mark != rest.npos && (rest[mark] == '#' || rest.substr(mark, 2) == "//")) {
        i += mark + (rest[mark] == '#' ? 0 : 1);
        continue;
      }
      flat += text[i];
    }
    for (const std::string_view part : trap.says) {
      CAPTURE(part);
      CHECK((contains(text, part) || contains(flat, part)));
    }
    for (const std::string_view part : trap.never) {
      CAPTURE(part);
      CHECK(!contains(text, part));
    }
  }
  CHECK(contains(find_target("cloudfront-cloudformation")->limits, "20 policies per account"));
  CHECK(contains(find_target("cloudfront-cloudformation")->limits, "1783"));
}

TEST_CASE("what protects nothing is left out where a target can't carry it, and the rest is written") {
  // All that a response may have beside what protects: none of it costs the set.
  const HeaderSet beside = {{"Server", "nginx"},
                            {"X-Powered-By", "PHP/8.2"},
                            {"Date", "x"},
                            {"content-length", "3"},
                            {"Connection", "close"},
                            {"Transfer-Encoding", "chunked"},
                            {"Content-Type", "text/html"},
                            {"Location", "/a"},
                            {"ETag", "\"a\""},
                            {"Age", "3"},
                            {"Via", "1.1 x"},
                            {"Status", "200 OK"},
                            {"Alt-Svc", "h3=\":443\""},
                            {"X-AspNet-Version", "4.0"},
                            {"X-Generator", "a\xc3\xa9"},
                            {"Report-To", "{\"url\":\"https:\\/\\/a.example\"}"},
                            {"NEL", "{}"},
                            {"Access-Control-Allow-Origin", "*"},
                            {"WWW-Authenticate", "Basic realm=\"x\""},
                            {"Set-Cookie", "a=1"},
                            {"Set-Cookie", "b=2"},
                            {"Link", "</a>; rel=\"$1 {{b}}\""},
                            {"Cache-Control", ""}};
  HeaderSet set = simple();
  set.insert(set.end(), beside.begin(), beside.end());
  for (const TargetInfo& info : targets()) {
    CAPTURE(info.id);
    const EmitResult result = emit(set, info.id);
    REQUIRE(refusal_of(result) == "");
    CHECK((contains(text_of(result), "default-src") || contains(text_of(result), "default_src:")));
    for (const std::string_view name : {"Date", "content-length", "Connection", "Transfer-Encoding", "Content-Type"}) {
      const auto says_so = [&](const EmitWarning& warning) {
        return (warning.header == name || contains(warning.message, name)) && contains(warning.message, "Left out: ");
      };
      CHECK(std::count_if(result.warnings.begin(), result.warnings.end(), says_so) == 1);
    }
    for (const Header& header : beside) {
      // One sentence says all, however many have the same reason.
      const auto is_told = [&](const EmitWarning& warning) {
        return warning.header == header.name && warning.message.starts_with("Left out: ");
      };
      CHECK(std::count_if(result.warnings.begin(), result.warnings.end(), is_told) <= 1);
    }
  }
  const EmitResult nginx = emit(set, "nginx");
  CHECK(nginx.warnings[0].message.starts_with("Left out: nginx sends its own"));
  CHECK(!contains(text_of(nginx), "add_header Server"));
  CHECK(contains(nginx.warnings[1].message, "So are Content-Type, Location, ETag and Age."));
  // A policy that can't be carried is still refused, and so is a set of nothing else.
  CHECK(refusal_of(emit({{"Server", "a"}}, "nginx")).starts_with("Server: nginx sends its own"));
  CHECK(contains(refusal_of(emit({{"Server", "a"}, {std::string(kPolicy), "'nonce-{{nonce}}'"}}, "netlify-headers")),
                 "nonce"));
  CHECK(contains(refusal_of(emit({{"Server", "a\nb"}, {"X-Frame-Options", "DENY"}}, "nginx")), "line break"));
  // A limit of the number of headers is kept by leaving out what protects nothing.
  HeaderSet many;
  for (int i = 0; i < 14; ++i) many.push_back(Header{"X-" + std::to_string(i), "a"});
  for (const std::string_view name : {"Link", "Vary", "Cache-Control"}) many.push_back(Header{std::string(name), "a"});
  CHECK(refusal_of(emit(many, "gateway-api")) == "");
}

TEST_CASE("what belongs to single responses is left to what sends it, and one sentence says so") {
  const HeaderSet own = {{"Cache-Control", "max-age=60"},
                         {"cache-control", "private"},
                         {"Link", "</wp-json/>; rel=\"https://api.w.org/\""},
                         {"Access-Control-Allow-Origin", "*"},
                         {"Access-Control-Allow-Private-Network", "true"},
                         {"Timing-Allow-Origin", "*"},
                         {"X-Robots-Tag", "noindex"},
                         {"Clear-Site-Data", "\"cookies\""},
                         {"Set-Cookie", "sid=1"},
                         {"Vary", "Accept-Encoding"}};
  const HeaderSet site_wide = {{"X-Frame-Options", "DENY"},
                               {"X-DNS-Prefetch-Control", "off"},
                               {"Origin-Agent-Cluster", "?1"},
                               {"Reporting-Endpoints", "csp=\"/r\""},
                               {"X-Own", "a"}};
  HeaderSet set = own;
  set.insert(set.end(), site_wide.begin(), site_wide.end());
  for (const TargetInfo& target : targets()) {
    CAPTURE(target.id);
    const EmitResult result = emit(set, target.id, kSiteWide);
    const EmitResult alone = emit(site_wide, target.id, kSiteWide);
    REQUIRE(refusal_of(result) == refusal_of(alone));
    if (result.refusal) continue;
    std::vector<std::string> told;
    for (const EmitWarning& warning : result.warnings) {
      if (contains(warning.message, "each response has its own")) told.push_back(warning.message);
    }
    REQUIRE(told.size() == 1);
    for (const Header& header : own) {
      const bool is_named = contains(text::lowered(told[0]), text::lowered(header.name));
      CHECK(is_named == (header.name != "Set-Cookie"));
    }
    CHECK(std::any_of(result.warnings.begin(), result.warnings.end(), [](const EmitWarning& warning) {
      return warning.header == "Set-Cookie" && contains(warning.message, "belongs to one visitor");
    }));
    for (const Header& header : site_wide) CHECK(!contains(told[0], header.name));
    // The files are the same but for that sentence, and what hangs on the length of a text.
    for (const std::string_view value : {"max-age=60", "private\"", "wp-json", "sid=1", "Accept-Encoding"}) {
      CHECK(!contains(text_of(result), value));
    }
    CHECK(refusal_of(emit(own, target.id, kSiteWide)).starts_with("Cache-Control: each response has its own"));
  }
  CHECK(emit({{"X-A", "b"}, {"Link", "</a>"}}, "nginx", kSiteWide).warnings[0].header == "Link");
  CHECK(refusal_of(emit({{"set-cookie", "sid=1"}}, "nginx", kSiteWide))
            .starts_with("set-cookie: each response has its own"));
  CHECK(contains(text_of(emit({{"X-A", "b"}, {"Set-Cookie", "sid=1"}}, "flask", kSiteWide)),
                 "SESSION_COOKIE_SECURE=True"));
  CHECK(contains(text_of(emit(set, "nginx")), "add_header Cache-Control \"max-age=60\" always;"));
  CHECK(!contains(text_of(emit(set, "nginx", kSiteWide)), "_hide_header Cache-Control"));
  CHECK(contains(refusal_of(emit(set, "nginx", {{"pass", "some"}})), "all|site-wide"));
}

TEST_CASE("string literals") {
  CHECK(quote::literal("a\tb", quote::Spelling::JsonString) == "\"a\\tb\"");
  CHECK(quote::literal("a\tb", quote::Spelling::JavaScriptDouble) == "\"a\\tb\"");
  CHECK(quote::literal("a\"\\\xc3\xa9", quote::Spelling::JsonString) == "\"a\\\"\\\\\xc3\xa9\"");
  CHECK(quote::encode("`${a}\\", quote::Spelling::JavaScriptTemplate) == "\\`\\${a}\\\\");
  CHECK(quote::literal("it's \\", quote::Spelling::PhpSingle) == "'it\\'s \\\\'");
  CHECK(quote::literal("it's", quote::Spelling::YamlSingle) == "'it''s'");
  CHECK(quote::literal("\"\\", quote::Spelling::TomlBasic) == "\"\\\"\\\\\"");
  CHECK(quote::replaced("aXXbX", "X", "yy") == "ayyyybyy");
}

TEST_CASE("policies are split into words only if the words give the policy back") {
  const auto split = split_policy("default-src 'self'; sandbox", "; ");
  REQUIRE(split);
  CHECK((*split)[0].name == "default-src");
  CHECK((*split)[0].words == std::vector<std::string_view>{"'self'"});
  CHECK((*split)[1].words.empty());
  for (const std::string_view bad :
       {"", ";", "a; ", "a;b", "a  b", " a", "a b, c", "A b", "a b; a c", "-a", "a-", "1a"}) {
    CAPTURE(bad);
    CHECK(!split_policy(bad, "; "));
  }
}

TEST_CASE("of several sets the note says which one was taken, and how to take another") {
  const std::string text =
      "HTTP/1.1 200 OK\nX-Frame-Options: DENY\n\nHTTP/1.1 200 OK\nX-Frame-Options: SAMEORIGIN\n\n"
      "HTTP/1.1 200 OK\nX-Frame-Options: DENY\n";
  const HeaderSetOfText last = header_set_of(text);
  REQUIRE_FALSE(last.notes.empty());
  CHECK(last.notes[0].sentence ==
        "The text holds 3 sets of headers, numbered 0 to 2. This is number 2; response=N takes another.");
  CHECK(header_set_of(text, 1).notes.at(0).sentence.find("This is number 1;") != std::string::npos);
}

TEST_CASE("result structs name their fields once") {
  std::string names;
  const auto visit = [&names](const char* name, const auto&) { names.append(name).append(" "); };
  fields(visit, EmitFile{});
  fields(visit, EmitWarning{});
  fields(visit, EmitRefusal{});
  fields(visit, EmitResult{});
  fields(visit, TargetInfo{});
  CHECK(names ==
        "name place text header message header reason target files warnings id name aliases nonce evidence check "
        "limits coverage options ");
}

}  // namespace emit_test
