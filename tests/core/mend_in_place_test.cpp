// Fixes and hardened sets where several places set one header, in maps of directives, under conditions: what the
// text says then.
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/write_into.hpp"
#include "http/read_paste.hpp"
#include "support/catch.hpp"
#include "support/edits.hpp"
#include "support/writing.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace mend_in_place_test {

std::string written(std::string_view text, const HeaderSet& set) {
  const WriteIntoResult result = write_into(text, set);
  INFO(text);
  CHECK(result.refusal == "");
  CHECK(testing::fault_of_writing(text, set, result) == "");
  return apply_edits(text, result.edits);
}

/// The text after the fix of a rule; empty where it offers none.
std::string fixed(std::string_view text, std::string_view rule) {
  const Report report = analyze(text);
  CHECK(testing::fault_of(report) == "");
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule && finding.fix) return testing::apply(*finding.fix, text);
  }
  return {};
}

struct Row {
  std::string_view what;
  std::string_view text;
  std::string_view rule;  // whose fix is applied; none: the set is written
  std::string_view expected;
};

const HeaderSet kSet = {
    {"Content-Security-Policy", "default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"}};

constexpr Row kRows[] = {
    {"Clojure: a map without commas",
     "{:headers {\"X-Frame-Options\" \"SAMEORIGIN\"\n           \"Content-Security-Policy\" \"default-src 'self'\"}}\n",
     "",
     "{:headers {\"X-Frame-Options\" \"DENY\"\n           \"Content-Security-Policy\" \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\", \"Referrer-Policy\" \"no-referrer\",}}\n"},
    {"Erlang: a map of binaries, without a comma behind the last",
     "Req = cowboy_req:reply(200, #{\n    <<\"x-frame-options\">> => <<\"SAMEORIGIN\">>,\n    <<\"content-security-policy\">> => <<\"default-src 'self'\">>\n}, <<\"hi\">>, Req0).\n",
     "",
     "Req = cowboy_req:reply(200, #{\n    <<\"x-frame-options\">> => <<\"DENY\">>,\n    <<\"content-security-policy\">> => <<\"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\">>,\n    <<\"referrer-policy\">> => <<\"no-referrer\">>\n}, <<\"hi\">>, Req0).\n"},
    {"Caddy: what is set for errors and again over a proxy's",
     "header X-Frame-Options \"SAMEORIGIN\"\nheader {\n\tdefer\n\tX-Frame-Options \"SAMEORIGIN\"\n}\n", "",
     "header X-Frame-Options \"DENY\"\nheader Content-Security-Policy \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\"\n"
     "header Referrer-Policy \"no-referrer\"\nheader {\n\tdefer\n\tX-Frame-Options \"DENY\"\n"
     "\tContent-Security-Policy \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\"\n\tReferrer-Policy \"no-referrer\"\n}\n"},
    {"Caddy: a fix is made in both",
     "header X-Frame-Options \"SOMEORIGIN\"\nheader {\n\tdefer\n\tX-Frame-Options \"SOMEORIGIN\"\n}\n",
     "x-frame-options/unknown-value",
     "header X-Frame-Options \"SAMEORIGIN\"\nheader {\n\tdefer\n\tX-Frame-Options \"SAMEORIGIN\"\n}\n"},
    {"Caddy: error pages of a site",
     "shop.example {\n\theader X-Frame-Options \"SAMEORIGIN\"\n\thandle_errors {\n\t\theader X-Frame-Options \"SAMEORIGIN\"\n\t}\n}\n",
     "",
     "shop.example {\n\theader X-Frame-Options \"DENY\"\n\theader Content-Security-Policy \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\"\n"
     "\theader Referrer-Policy \"no-referrer\"\n\thandle_errors {\n\t\theader X-Frame-Options \"DENY\"\n"
     "\t\theader Content-Security-Policy \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\"\n\t\theader Referrer-Policy \"no-referrer\"\n\t}\n}\n"},
    {"VCL: pages and error pages",
     "sub vcl_deliver {\n  set resp.http.X-Frame-Options = \"SAMEORIGIN\";\n}\nsub vcl_synth {\n  set resp.http.X-Frame-Options = {\"SAMEORIGIN\"};\n}\n",
     "",
     "sub vcl_deliver {\n  set resp.http.X-Frame-Options = \"DENY\";\n"
     "  set resp.http.Content-Security-Policy = \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\";\n"
     "  set resp.http.Referrer-Policy = \"no-referrer\";\n}\nsub vcl_synth {\n  set resp.http.X-Frame-Options = \"DENY\";\n"
     "  set resp.http.Content-Security-Policy = \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\";\n"
     "  set resp.http.Referrer-Policy = \"no-referrer\";\n}\n"},
    {"VCL: what only one of them sets",
     "sub vcl_deliver {\n  set resp.http.X-Frame-Options = \"SAMEORIGIN\";\n  set resp.http.Server = \"x\";\n}\nsub vcl_synth {\n  set resp.http.X-Frame-Options = \"DENY\";\n}\n",
     "",
     "sub vcl_deliver {\n  set resp.http.X-Frame-Options = \"DENY\";\n  set resp.http.Server = \"x\";\n"
     "  set resp.http.Content-Security-Policy = \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\";\n"
     "  set resp.http.Referrer-Policy = \"no-referrer\";\n}\nsub vcl_synth {\n  set resp.http.X-Frame-Options = \"DENY\";\n}\n"},
    {"nginx: copies of an upstream are hidden",
     "server {\n  listen 80;\n  proxy_hide_header X-Frame-Options;\n  add_header X-Frame-Options SAMEORIGIN always;\n}\n",
     "",
     "server {\n  listen 80;\n  proxy_hide_header X-Frame-Options;\n  proxy_hide_header Content-Security-Policy;\n  proxy_hide_header Referrer-Policy;\n"
     "  add_header X-Frame-Options \"DENY\" always;\n"
     "  add_header Content-Security-Policy \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\" always;\n"
     "  add_header Referrer-Policy \"no-referrer\" always;\n}\n"},
    {"Lambda@Edge",
     "exports.handler = async (event) => {\n  const headers = event.Records[0].cf.response.headers;\n"
     "  headers['x-frame-options'] = [{ key: 'X-Frame-Options', value: 'SAMEORIGIN' }];\n  return event.Records[0].cf.response;\n};\n",
     "",
     "exports.handler = async (event) => {\n  const headers = event.Records[0].cf.response.headers;\n"
     "  headers['x-frame-options'] = [{ key: 'X-Frame-Options', value: \"DENY\" }];\n"
     "  headers['content-security-policy'] = [{ key: 'content-security-policy', value: \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\" }];\n"
     "  headers['referrer-policy'] = [{ key: 'referrer-policy', value: \"no-referrer\" }];\n  return event.Records[0].cf.response;\n};\n"},
    {"a function on one line", "function f(response) { response.set(\"X-Frame-Options\", \"SAMEORIGIN\"); }", "",
     "function f(response) { response.set(\"X-Frame-Options\", \"DENY\"); response.set(\"Content-Security-Policy\", \"default-src 'self'; script-src 'self' https://cdn.example; object-src 'none'\"); "
     "response.set(\"Referrer-Policy\", \"no-referrer\"); }"},
    {"helmet: only what changes",
     "app.use(helmet({\n  contentSecurityPolicy: {\n    useDefaults: false,\n    directives: {\n      defaultSrc: [\"'self'\"], // all\n"
     "      scriptSrc: [\"'self'\", 'https://cdn.example', \"'unsafe-inline'\"], // scripts\n      imgSrc: ['*'],\n    },\n  },\n}));\n",
     "csp/script-unsafe-inline",
     "app.use(helmet({\n  contentSecurityPolicy: {\n    useDefaults: false,\n    directives: {\n      defaultSrc: [\"'self'\"], // all\n"
     "      scriptSrc: [\"'self'\", 'https://cdn.example'], // scripts\n      imgSrc: ['*'],\n    },\n  },\n}));\n"},
    {"helmet: a directive more",
     "app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: [\"'self'\"] } } }));\n",
     "csp/base-uri-absent",
     "app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: [\"'self'\"], baseUri: [\"'self'\"] } } }));\n"},
    {"Talisman",
     "csp = {\n    'default-src': '\\'self\\'',\n    'script-src': ['\\'self\\'', 'https://cdn.example', \"'unsafe-inline'\"]\n}\nTalisman(app, content_security_policy=csp)\n",
     "csp/object-allowed",
     "csp = {\n    'default-src': '\\'self\\'',\n    'script-src': ['\\'self\\'', 'https://cdn.example', \"'unsafe-inline'\"],\n    'object-src': [\"'none'\"]\n}\nTalisman(app, content_security_policy=csp)\n"},
    {"django-csp 4",
     "CONTENT_SECURITY_POLICY = {\n    \"DIRECTIVES\": {\n        \"default-src\": [SELF],\n        \"script-src\": [SELF, UNSAFE_INLINE],\n    },\n}\n",
     "csp/script-unsafe-inline",
     "CONTENT_SECURITY_POLICY = {\n    \"DIRECTIVES\": {\n        \"default-src\": [SELF],\n        \"script-src\": [SELF],\n    },\n}\n"},
    {"django-csp 3", "CSP_DEFAULT_SRC = (\"'self'\",)\nCSP_SCRIPT_SRC = (\"'self'\", \"'unsafe-inline'\")\n",
     "csp/form-action-absent",
     "CSP_DEFAULT_SRC = (\"'self'\",)\nCSP_SCRIPT_SRC = (\"'self'\", \"'unsafe-inline'\")\nCSP_FORM_ACTION = (\"'self'\",)\n"},
    {"secure_headers",
     "SecureHeaders::Configuration.default do |config|\n  config.csp = {\n    default_src: %w['self'],\n    script_src: %w['self' 'unsafe-inline'],\n  }\nend\n",
     "csp/script-unsafe-inline",
     "SecureHeaders::Configuration.default do |config|\n  config.csp = {\n    default_src: %w['self'],\n    script_src: %w['self'],\n  }\nend\n"},
    {"SvelteKit, whose keywords have no quotes",
     "export default { kit: { csp: { directives: { 'default-src': ['self'], 'script-src': ['self', 'unsafe-inline'] } } } };\n",
     "csp/script-unsafe-inline",
     "export default { kit: { csp: { directives: { 'default-src': ['self'], 'script-src': ['self'] } } } };\n"},
};

TEST_CASE("every place that sets a header is mended, in its own language") {
  for (const Row& row : kRows) {
    INFO(row.what);
    const std::string out = row.rule.empty() ? written(row.text, kSet) : fixed(row.text, row.rule);
    CHECK(out == row.expected);
  }
}

TEST_CASE("a policy is written whole into a map, and no further header where nothing shows how") {
  const std::string_view text =
      "CONTENT_SECURITY_POLICY = {\n    \"DIRECTIVES\": {\n        \"default-src\": [\"'self'\"],\n        \"img-src\": [\"*\"],\n    },\n}\n";
  CHECK(
      written(text, {{"Content-Security-Policy", "default-src 'none'; upgrade-insecure-requests"}}) ==
      "CONTENT_SECURITY_POLICY = {\n    \"DIRECTIVES\": {\n        \"default-src\": [\"'none'\"],\n        \"upgrade-insecure-requests\": True,\n    },\n}\n");
  CHECK(
      write_into(text,
                 {{"Content-Security-Policy", "img-src *; default-src 'self'"}, {"Referrer-Policy", "no-referrer"}})
          .refusal ==
      "Nothing in this text shows where to set Referrer-Policy. Where your code adds other headers, set it to `no-referrer`, or copy the hardened headers instead.");
  CHECK(write_into(text, {{"Content-Security-Policy", "default-src 'nonce-{{nonce}}'"}}).refusal != "");
}

TEST_CASE("hostile words are spelled for the map's language") {
  for (const std::string_view word :
       {"'sha256-\"\\'", "https://a.example/\"x\\", "#{x}", "${x}", "%w[x]", "https://a.example/'\\''"}) {
    for (
        const std::string_view text :
        {"CSP_DEFAULT_SRC = (\"'self'\", 'https:')\n",
         "Talisman(app, content_security_policy={'default-src': [\"'self'\"]})\n",
         "app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': [\"'self'\"] } } }));\n",
         "SecureHeaders::Configuration.default do |config|\n  config.csp = { default_src: %w['self'] }\nend\n"}) {
      const HeaderSet set = {{"Content-Security-Policy", "default-src 'self' " + std::string(word)}};
      const WriteIntoResult result = write_into(text, set);
      INFO(text << " " << word << " " << apply_edits(text, result.edits));
      CHECK(testing::fault_of_writing(text, set, result) == "");
    }
  }
}

http::Format format_of(std::string_view text, std::size_t& fields) {
  text::Source source(text);
  const http::Paste paste = http::read_paste(source);
  fields = paste.responses.empty() ? 0 : paste.responses[paste.chosen].fields.size();
  return paste.format;
}

TEST_CASE("a comment says nothing of the language around it") {
  struct Language {
    std::string_view comment;
    std::string_view code;
    http::Format format;
  };
  constexpr Language kLanguages[] = {
      {"# ",
       "@app.after_request\ndef secure(response):\n    response.headers[\"X-Frame-Options\"] = \"DENY\"\n    return response\n",
       http::Format::PythonCode},
      {"# ", "before_action do\n  response.headers[\"X-Frame-Options\"] = \"DENY\"\nend\n", http::Format::RubyCode},
      {"# ", "plug :put_secure_browser_headers, %{\"x-frame-options\" => \"DENY\"}\n", http::Format::ElixirCode},
      {"// ", "app.use((req, res, next) => {\n  res.setHeader(\"X-Frame-Options\", \"DENY\");\n  next();\n});\n",
       http::Format::JavaScriptCode},
      {"// ",
       "func secure(w http.ResponseWriter, r *http.Request) {\n\tw.Header().Set(\"X-Frame-Options\", \"DENY\")\n}\n",
       http::Format::GoCode},
      {"// ",
       "app.Use(async (context, next) => {\n    context.Response.Headers[\"X-Frame-Options\"] = \"DENY\";\n    await next();\n});\n",
       http::Format::CsharpCode},
      {"// ",
       "@Override\npublic void doFilter(HttpServletRequest req, HttpServletResponse response) {\n    response.setHeader(\"X-Frame-Options\", \"DENY\");\n}\n",
       http::Format::JavaCode},
      {"// ",
       "fn secure(res: &mut Response) {\n    res.headers_mut().insert(\"X-Frame-Options\", HeaderValue::from_static(\"DENY\"));\n}\n",
       http::Format::RustCode},
      {"// ", "$response->headers->set('X-Frame-Options', 'DENY');\nreturn $response;\n", http::Format::PhpCode},
      {"# ", "$response->headers->set('X-Frame-Options', 'DENY');\nreturn $response;\n", http::Format::PhpCode},
  };
  constexpr std::string_view kComments[] = {"use `after` here",
                                            "it's `const` and `let`, async function () => {}",
                                            "def f(self): None, True, elif",
                                            "<?php header('X: y');",
                                            "public static final String s",
                                            ":= func map[string]",
                                            "let mut x = vec![]; fn",
                                            "|> put_resp_header, %{",
                                            "\nend do |x|, #{x}",
                                            "add_header X-Frame-Options DENY;",
                                            "Header always set X-Frame-Options DENY",
                                            "apiVersion: v1",
                                            "https://x.example/ -- \"'` /* */",
                                            "from flask import Flask"};
  for (const Language& language : kLanguages) {
    for (const std::string_view words : kComments) {
      std::string comment(words);
      for (std::size_t at = comment.find('\n'); at != comment.npos; at = comment.find('\n', at + 1))
        comment.insert(at + 1, language.comment);
      const std::string text = std::string(language.comment) + comment + "\n" + std::string(language.code);
      INFO(text);
      std::size_t fields = 0;
      CHECK(format_of(text, fields) == language.format);
      CHECK(fields == 1);
    }
  }
}

TEST_CASE("conditions are places to choose between") {
  const auto places = [](std::string_view text) {
    text::Source source(text);
    const http::Paste paste = http::read_paste(source);
    std::string out;
    for (std::size_t i = 0; i < paste.responses.size(); ++i) {
      out += (i == paste.chosen ? "*" : " ") + paste.responses[i].place + ":";
      for (const http::Field& field : paste.responses[i].fields)
        out += " " + std::string(field.name) + "=" + std::string(field.value.text());
      out += "\n";
    }
    return out;
  };
  CHECK(
      places(
          "app.use((req, res, next) => {\n  res.setHeader('X-Frame-Options', 'DENY');\n  res.setHeader('Referrer-Policy', 'no-referrer');\n"
          "  if (req.path.startsWith('/embed')) {\n    res.setHeader('X-Frame-Options', 'SAMEORIGIN');\n  }\n  next();\n});\n") ==
      "*without a condition: X-Frame-Options=DENY Referrer-Policy=no-referrer\n"
      " if (req.path.startsWith('/embed')), line 4: Referrer-Policy=no-referrer X-Frame-Options=SAMEORIGIN\n");
  CHECK(
      places(
          "@app.after_request\ndef secure(response):\n    response.headers['X-Frame-Options'] = 'DENY'\n    if request.path == '/embed':\n"
          "        response.headers['X-Frame-Options'] = 'SAMEORIGIN'\n    return response\n") ==
      "*without a condition: X-Frame-Options=DENY\n if request.path == '/embed', line 4: X-Frame-Options=SAMEORIGIN\n");
  // What a page in production gets is no other place.
  CHECK(
      places(
          "app.use((req, res, next) => {\n  res.setHeader('X-Frame-Options', 'DENY');\n  if (process.env.NODE_ENV === 'production') {\n"
          "    res.setHeader('Strict-Transport-Security', 'max-age=31536000');\n  }\n  next();\n});\n") ==
      "*: X-Frame-Options=DENY Strict-Transport-Security=max-age=31536000\n");
  CHECK(
      places(
          "server {\n  listen 80;\n  add_header X-Frame-Options DENY;\n  location / {\n    if ($arg_embed) {\n      add_header X-Frame-Options SAMEORIGIN;\n    }\n  }\n}\n")
          .substr(0, 1) == "*");
}

TEST_CASE("mistyped sets are headers, remarks on headers are none") {
  for (
      const std::string_view text :
      {"X-Frame-Options: SOMEORIGIN\nX-Content-Type-Options: never\nReferrer-Policy: whatever\n",
       "x-frame-options: ALLOWALL\nx-content-type-options: sniffing-off\nstrict-transport-security: forever\nreferrer-policy: nobody\n"}) {
    std::size_t fields = 0;
    INFO(text);
    CHECK(format_of(text, fields) == http::Format::HeaderLines);
    CHECK(fields >= 3);
  }
  for (
      const std::string_view text :
      {"X-Frame-Options: clickjacking\nContent-Security-Policy: XSS\nReferrer-Policy: privacy\n",
       "X-Frame-Options: yes\nContent-Security-Policy: no\nStrict-Transport-Security: yes\n",
       "X-Frame-Options: A+\nContent-Security-Policy: F\nReferrer-Policy: B\n",
       "X-Frame-Options: stops framing\nContent-Security-Policy: stops injection\nReferrer-Policy: hides addresses\n"}) {
    INFO(text);
    CHECK_FALSE(analyze(text).grade.letter.has_value());
  }
}

TEST_CASE("a certificate or a key between headers is passed over as a whole") {
  std::string block = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n";
  for (int i = 0; i < 40; ++i) block += "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7x2k9fq3v1w0\n";
  block += "-----END RSA PRIVATE KEY-----\n";
  for (const std::string& text :
       {block + "X-Frame-Options: DENY\nReferrer-Policy: no-referrer\n",
        "X-Frame-Options: DENY\n" + block + "Referrer-Policy: no-referrer\n",
        "HTTP/1.1 200 OK\nX-Frame-Options: DENY\n" + block + "Referrer-Policy: no-referrer\n"}) {
    std::size_t fields = 0;
    INFO(text);
    format_of(text, fields);
    CHECK(fields == 2);
  }
  std::size_t fields = 0;
  CHECK(format_of(block, fields) == http::Format::Unknown);
}

}  // namespace mend_in_place_test
}  // namespace headstrong
