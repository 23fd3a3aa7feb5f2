// Every kind of paste, from text to responses with fields and spans.
#include "http/read_paste.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/emit.hpp"
#include "model/gaps.hpp"
#include "support/catch.hpp"
#include "support/dump.hpp"
#include "support/edits.hpp"
#include "support/files.hpp"
#include "support/fixture.hpp"
#include "support/long_run.hpp"
#include "text/source.hpp"

namespace headstrong::http {
namespace read_paste_test {

std::string dump_of(std::string_view bytes) {
  text::Source source(bytes);
  return testing::dump(read_paste(source), source.bytes());
}

TEST_CASE("pastes are read as the fixtures say") {
  for (const std::string& path : testing::files_below(testing::root() + "tests/fixtures/read_paste", ".md")) {
    for (const testing::Case& test : testing::read_cases(path, "paste", "dump")) {
      INFO(test.path << ":" << test.line);
      CHECK(dump_of(test.input) == test.expected);
    }
  }
}

struct Row {
  std::string_view what;
  std::string_view bytes;
  std::string_view expected;
};

// Bytes that a Markdown file cannot show.
constexpr Row kRows[] = {
    {"nothing", "", "empty"},
    {"white space", " \t\r\n\n", "empty"},
    {"CR LF line ends", "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\nbody: not a header\r\n",
     "http-message\n"
     "response* 200\n"
     "  \"A\": \"b\"\n"
     "  \"C\": \"d\""},
    {"CR alone as the line end", "HTTP/1.1 200 OK\rA: b\rC: d\r\rbody\r",
     "http-message\n"
     "response* 200\n"
     "  \"A\": \"b\"\n"
     "  \"C\": \"d\"\n"
     "notice line 1: bare carriage return \"\\r\""},
    {"a CR within a line that ends with LF", "X-Frame-Options: DENY\rX-Evil: 1\nServer: x\n",
     "header-lines\n"
     "response*\n"
     "  \"X-Frame-Options\": \"DENY\\rX-Evil: 1\"\n"
     "  \"Server\": \"x\"\n"
     "notice line 1: bare carriage return \"\\r\""},
    {"folded lines are joined by one space", "HTTP/1.1 200 OK\nX-A: one\n \t two\n\tthree \nB: c\n",
     "http-message\n"
     "response* 200\n"
     "  \"X-A\": \"one two three\" from \"one\\n \\t two\\n\\tthree\" folded\n"
     "  \"B\": \"c\"\n"
     "notice line 3: folded line \" \\t two\"\n"
     "notice line 4: folded line \"\\tthree \""},
    {"a value that begins on the folded line", "HTTP/1.1 200 OK\nX-A:\n  one\n",
     "http-message\n"
     "response* 200\n"
     "  \"X-A\": \"one\" folded\n"
     "notice line 3: folded line \"  one\""},
    {"a NUL byte", std::string_view("X-Frame-Options: DE\0NY\nServer: x\n", 33),
     "header-lines\n"
     "response*\n"
     "  \"X-Frame-Options\": \"DE\\x00NY\"\n"
     "  \"Server\": \"x\"\n"
     "notice line 1: nul byte \"\\x00\""},
    {"bytes that are no UTF-8", "Server: caf\xE9\nX-Frame-Options: DENY\n",
     "header-lines\n"
     "response*\n"
     "  \"Server\": \"caf\\xE9\"\n"
     "  \"X-Frame-Options\": \"DENY\"\n"
     "notice line 1: invalid utf-8 \"\\xE9\""},
    {"curly quotes are bytes like others", "default-src \xE2\x80\x98self\xE2\x80\x99",
     "bare-policy\n"
     "response* incomplete\n"
     "  \"Content-Security-Policy\": \"default-src \\xE2\\x80\\x98self\\xE2\\x80\\x99\""},
    {"a PNG", "\x89PNG\r\n\x1A\n", "binary"},
    {"a PNG that went through a text field", "\xEF\xBF\xBDPNG\r\n\x1A\n", "binary"},
    {"control bytes", "\x01\x02\x03\x04\x05\x06\x07\x08 Server: x", "binary"},
    {"control bytes below a status line", "HTTP/1.1 200 OK\nA: \x1C\x1C\x1C\x1C\x1C\x1C\x1C\x1C\n",
     "http-message\n"
     "response* 200\n"
     "  \"A\": \"\\x1C\\x1C\\x1C\\x1C\\x1C\\x1C\\x1C\\x1C\""},
    {"a blank before the colon", "HTTP/1.1 200 OK\nX-Frame-Options : DENY\n",
     "http-message\n"
     "response* 200\n"
     "  \"X-Frame-Options\": \"DENY\" space-before-colon"},
    {"a tab between name and value", "X-Frame-Options\tDENY\nServer\tnginx/1.2\n",
     "name-value-table\n"
     "response*\n"
     "  \"X-Frame-Options\": \"DENY\"\n"
     "  \"Server\": \"nginx/1.2\""},
    {"a colon within a value behind a tab", "Date\tMon, 01 Jan 2024 00:00:00 GMT\nServer\tx\n",
     "name-value-table\n"
     "response*\n"
     "  \"Date\": \"Mon, 01 Jan 2024 00:00:00 GMT\"\n"
     "  \"Server\": \"x\""},
    {"names are compared without case", "set-cookie: a=1\nSet-Cookie: b=2\nSET-COOKIE: c=3\n",
     "header-lines\n"
     "response* incomplete\n"
     "  \"set-cookie\": \"a=1\"\n"
     "  \"Set-Cookie\": \"b=2\" #1\n"
     "  \"SET-COOKIE\": \"c=3\" #2"},
};

TEST_CASE("pastes with odd bytes") {
  for (const Row& row : kRows) {
    INFO(row.what);
    CHECK(dump_of(row.bytes) == row.expected);
  }
}

TEST_CASE("reports of the fixtures' pastes are sound") {
  for (const std::string& path : testing::files_below(testing::root() + "tests/fixtures/read_paste", ".md")) {
    for (const testing::Case& test : testing::read_cases(path, "paste", "dump")) {
      INFO(test.path << ":" << test.line);
      const Report report = analyze(test.input);
      CHECK(testing::fault_of(report) == "");
      CHECK_FALSE(report.input.description.empty());
    }
  }
}

TEST_CASE("a <meta> without a value has its place all the same") {
  for (const std::string_view attribute : {"content>", "content=''>", "content=>"}) {
    INFO(attribute);
    text::Source source("HTTP/1.1 200 OK\n\n<html><meta http-equiv=A " + std::string(attribute));
    const Paste paste = read_paste(source);
    REQUIRE(paste.responses.at(0).fields.size() == 1);
    const Field& field = paste.responses[0].fields[0];
    CHECK(field.from_meta);
    CHECK(field.value.to_source(0, 0).start > field.span.start);
    CHECK(field.value.to_source(0, 0).end < field.span.end);
  }
}

TEST_CASE("pastes of every shape of lines are read in linear time") {
  static constexpr std::string_view kPieces[] = {"Request URL\nhttps://a.example/\n",
                                                 "Response Headers\n",
                                                 "Request Headers\n",
                                                 "Status Code\n",
                                                 ":method:\n",
                                                 "server\n\tx\n",
                                                 "server\n\t\n",
                                                 "add_header A b;\n",
                                                 "add_header A {",
                                                 "\\\"",
                                                 "/*\n A: b\n",
                                                 "https://a.example/\n",
                                                 "curl: (6)\n",
                                                 "RawContent : HTTP/1.1 200 OK\n",
                                                 "HTTP/1.1 200 OK\n\n<html><meta http-equiv=A content=b>\n",
                                                 "HTTP/1.1 200 OK\n\n<html><!--\n",
                                                 "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<meta \n",
                                                 "headers:\n- name: X-Frame-Options\n  value: DENY\n",
                                                 "{\"security\":{\"headers\":[",
                                                 "a.header.X-Frame-Options=DENY\n",
                                                 "a.headers {\n",
                                                 "--custom-response-header=\"X-Frame-Options: DENY\n",
                                                 "HTTP::header insert \"X-Frame-Options\" {",
                                                 "extraHeaders <<<A\nX-Frame-Options: DENY\n",
                                                 "resource \"a\" \"b\" { headers {\n",
                                                 "<filter><filter-class>a",
                                                 "ngx.header[\"X-Frame-Options\"] = [[\n",
                                                 "\"X-Frame-Options\" => array:1 [ ]\n",
                                                 "{{",
                                                 "{% if a %}{% else %}add_header A {{ b }};\n",
                                                 "<%= add_header A <% {{{ ;\n",
                                                 "=begin\nheaders[\"X-Frame-Options\"] = 'a'\n",
                                                 "map[Set-Cookie:[a=b c=d "};
  const std::size_t size = testing::usual_or_whole(256 * 1024, 1024 * 1024);
  for (const std::string_view start : {"", "add_header A \"", "Server: x\n\n<html>", "server\n\tx\n"}) {
    for (const std::string_view piece : kPieces) {
      INFO(start << piece);
      std::string text(start);
      while (text.size() < size) text += piece;
      CHECK(testing::fault_of(analyze(text)) == "");
    }
  }
}

TEST_CASE("a bracket that closes nothing is passed over") {
  for (const std::string_view text : {"$a = [\n'X-Frame-Options' => 'DENY', ) ]", "{'X-Frame-Options': 'DENY', ) ]",
                                      "h = {\"X-Frame-Options\": \"DENY\"\n]\n)", "\"X-Frame-Options\" => [ } ]"}) {
    INFO(text);
    CHECK(testing::fault_of(analyze(text)) == "");
  }
}

/// The addresses of all responses of a paste.
std::vector<std::string> addresses_in(std::string_view bytes) {
  text::Source source(bytes);
  std::vector<std::string> addresses;
  for (const Response& response : read_paste(source).responses) {
    addresses.emplace_back(response.url);
  }
  return addresses;
}

/// What `curl -sIL` prints for such a chain of redirects, and a page at its end.
std::string chain(const std::vector<std::string_view>& locations) {
  std::string text;
  for (const std::string_view location : locations) {
    text += "HTTP/1.1 302 Found\r\nServer: x\r\nLocation: " + std::string(location) + "\r\n\r\n";
  }
  return text + "HTTP/2 200\r\ncontent-type: text/html\r\n\r\n";
}

TEST_CASE("a chain of redirects leads from address to address") {
  using Addresses = std::vector<std::string>;
  CHECK(addresses_in(chain({"https://a.test/app/", "index.php", "?a=1", "../up", "#frag"})) ==
        Addresses{"", "https://a.test/app/", "https://a.test/app/index.php", "https://a.test/app/index.php?a=1",
                  "https://a.test/up", "https://a.test/up#frag"});
  // From http to https over three hops, the second relative to the scheme alone.
  CHECK(addresses_in(chain({"http://a.test", "//www.a.test/start", "https:login", "\\home"})) ==
        Addresses{"", "http://a.test", "http://www.a.test/start", "https://login", "https://login/home"});
  CHECK(addresses_in(chain({"http://a.test/x", "", "y"})) ==
        Addresses{"", "http://a.test/x", "http://a.test/x", "http://a.test/y"});
  // Nothing tells what the first is relative to.
  CHECK(addresses_in(chain({"index.php", "//b.test/", "https://c.test/d", "e"})) ==
        Addresses{"", "", "", "https://c.test/d", "https://c.test/e"});
  // What stands between a redirect and its answer: a proxy's answer, interim responses.
  CHECK(addresses_in("HTTP/1.1 301 Moved\nLocation: https://a.test/b\n\n"
                     "HTTP/1.1 200 Connection established\n\n"
                     "HTTP/2 103\nlink: </s.css>\n\n"
                     "HTTP/2 302\nlocation: c\n\n"
                     "HTTP/2 200\nserver: x\n\n") ==
        Addresses{"", "https://a.test/b", "https://a.test/b", "https://a.test/b", "https://a.test/c"});
  // Browsers follow the first Location that is not empty; a page is not followed by anything.
  CHECK(addresses_in("HTTP/1.1 302 Found\nLocation:\nLocation: https://a.test/\nLocation: /b\n\n"
                     "HTTP/1.1 200 OK\nLocation: /c\n\nHTTP/1.1 200 OK\nServer: x\n\n") ==
        Addresses{"", "https://a.test/", ""});
}

TEST_CASE("the scheme at the end of a chain is the page's") {
  const auto page_of = [](const std::vector<std::string_view>& locations) { return analyze(chain(locations)).page; };
  CHECK(page_of({"https://a.test/app/", "../up/", "index.php"}) == "https://a.test/up/index.php");
  CHECK(page_of({"http://a.test/app/", "../up/", "index.php"}) == "http://a.test/up/index.php");
  CHECK(page_of({"http://a.test/app/", "https://a.test", "?x"}) == "https://a.test?x");
  const auto raised = [](std::string_view location) {
    const Report report = analyze(
        "* Connected to a.test (192.0.2.1) port 80\n> GET / HTTP/1.1\n"
        "> Host: a.test\n> \n< HTTP/1.1 301 Moved\n< Location: " +
        std::string(location) + "\n< \n");
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [](const Finding& finding) { return finding.rule->id == "response/plain-http"; });
  };
  CHECK_FALSE(raised("https://a.test/"));
  CHECK_FALSE(raised("https:b"));
  CHECK(raised("//a.test/"));
  CHECK(raised("b"));
  CHECK(raised("http:b"));
}

TEST_CASE("curl -v without its comments: what follows a redirect has the redirect's scheme") {
  using Addresses = std::vector<std::string>;
  const auto exchange = [](std::string_view host, std::string_view answer) {
    return "> GET / HTTP/1.1\n> Host: " + std::string(host) + "\n>\n" + std::string(answer) + "<\n";
  };
  constexpr std::string_view kMoved = "< HTTP/1.1 301 Moved\n< Location: https://a.test/\n";
  constexpr std::string_view kOld = "< HTTP/1.1 200 OK\n< Server: x\n";
  constexpr std::string_view kNew = "< HTTP/2 200\n< server: x\n";
  for (const std::string connected : {"* Connected to a.test\n", "* Connected to a.test (192.0.2.1) port 80\n"}) {
    for (const std::string_view answer : {kOld, kNew}) {
      CHECK(addresses_in(connected + exchange("a.test", kMoved) + exchange("a.test", answer)) ==
            Addresses{"http://a.test/", "https://a.test/"});
    }
  }
  // HTTP/2 is TLS, unless curl told of port 80.
  CHECK(addresses_in("* Connected to a.test (192.0.2.1) port 8443\n" + exchange("a.test", kNew)) ==
        Addresses{"https://a.test/"});
  CHECK(addresses_in("* Connected to a.test (192.0.2.1) port 80\n" + exchange("a.test", kNew)) ==
        Addresses{"http://a.test/"});
  // A line without a port tells nothing; one with port 80 does, and another host isn't the redirect's.
  CHECK(addresses_in("* Connected to a.test\n" + exchange("a.test", kOld)) == Addresses{"https://a.test/"});
  CHECK(addresses_in("* Connected to a.test (192.0.2.1) port 80\n" + exchange("a.test", kMoved) +
                     exchange("b.test", kOld)) == Addresses{"http://a.test/", "http://b.test/"});
  CHECK(addresses_in("* Connected to a.test (192.0.2.1) port 80\n" +
                     exchange("a.test", "< HTTP/1.1 302 Found\n< Location: http://a.test/\n") +
                     exchange("a.test", kOld)) == Addresses{"http://a.test/", "http://a.test/"});
}

TEST_CASE("addresses made up from relative ones stay within a bound") {
  // Each hop makes the address longer, and the first is long already.
  std::string text = "HTTP/1.1 302 x\nLocation: https://a.test/" + std::string(20000, 'x') + "/\n\n";
  for (int i = 0; i < 2000; ++i) text += "HTTP/1.1 302 x\nLocation: a/\n\n";
  std::size_t total = 0;
  for (const std::string& address : addresses_in(text)) total += address.size();
  CHECK(total <= 2 * text.size() + 65536);
}

TEST_CASE("code that refuses the reports it is meant to take is told of") {
  const auto said = [](std::string_view text) {
    const auto notices = analyze(text).input.notices;
    const auto found = std::find_if(notices.begin(), notices.end(), [](const std::string& notice) {
      return notice.find("receiver=yes") != std::string::npos;
    });
    return found == notices.end() ? std::string() : found->substr(0, found->find(' ', 5));
  };
  const std::string headers =
      "from flask import Flask, request\napp = Flask(__name__)\n@app.after_request\ndef set_headers(response):\n"
      "    response.headers[\"Content-Security-Policy\"] = \"default-src 'self'; report-uri /csp-report\"\n    return response\n";
  const std::string route = "@app.route('/csp-report', methods=['POST'])\ndef csp_report():\n    report = ";
  const std::string end = "\n    app.logger.warning(report)\n    return '', 204\n";
  CHECK(said(headers + route + "request.get_json()" + end) == "Line 9:");
  CHECK(said(headers + route + "request.json" + end) == "Line 9:");
  CHECK(said(headers + route + "request.json['csp-report']" + end) == "Line 9:");
  CHECK(said(headers + route + "request.get_json(silent=True)" + end) == "Line 9:");
  // The receiver alone, which sets no header.
  CHECK(said("from flask import request\n" + route + "request.get_json()" + end) == "Line 4:");
  for (const std::string_view reads :
       {"request.get_json(force=True)", "json.loads(request.data)", "await request.json()",
        "None  # not request.get_json()", "my_request.get_json()", "request.json_module"}) {
    INFO(reads);
    CHECK(said(headers + route + std::string(reads) + end) == "");
  }
  CHECK(said(headers + "@app.route('/login', methods=['POST'])\ndef login():\n    user = request.get_json()" + end) ==
        "");

  const std::string express =
      "const express = require('express');\nconst app = express();\napp.use((req, res, next) => {\n"
      "  res.setHeader('Content-Security-Policy', \"default-src 'self'; report-uri /csp\");\n  next();\n});\n";
  const std::string post = "app.post('/csp', (req, res) => { console.log(req.body); res.sendStatus(204); });\n";
  CHECK(said(express + "app.use(express.json());\n" + post) == "Line 7:");
  CHECK(said(express + "app.use(bodyParser.json({ limit: '1mb' }));\n" + post) == "Line 7:");
  CHECK(said(express + "app.use(express.json({ type: ['application/csp-report'] }));\n" + post) == "");
  CHECK(said(express + "app.use(express.json());\napp.post('/login', login);\n") == "");
  // Our own receivers are not told of.
  for (const std::string_view target : {"flask", "express-helmet", "django", "starlette", "aiohttp"}) {
    std::string code;
    for (const EmitFile& file :
         emit({{"Content-Security-Policy", "default-src 'self'"}}, target, {{"receiver", "yes"}}).files) {
      code += file.text;
    }
    CHECK(said(code) == "");
  }
}

TEST_CASE("what the text of an option does not hold is a gap, not what the framework takes by itself") {
  struct Case {
    std::string_view text;
    std::string_view header;
    std::string_view value;
    bool gap;
  };
  constexpr std::string_view kUnsaid = "{{expression}}";
  constexpr std::string_view kTransport = "Strict-Transport-Security";
  constexpr std::string_view kPolicy = "Content-Security-Policy";
  const Case cases[] = {
      {"Talisman(app, strict_transport_security_max_age=cfg.age)", kTransport,
       "max-age={{expression}}; includeSubDomains", true},
      {"AGE = 300\nTalisman(app, strict_transport_security_max_age=AGE)", kTransport, "max-age=300; includeSubDomains",
       false},
      {"Talisman(app, strict_transport_security=cfg.secure)", kTransport, kUnsaid, true},
      // What production makes of it is what counts.
      {"Talisman(app, strict_transport_security=not app.debug)", kTransport, "max-age=31556926; includeSubDomains",
       false},
      {"from flask_talisman import DENY\nTalisman(app, frame_options=DENY)", "X-Frame-Options", "DENY", false},
      {"Talisman(app, frame_options=cfg.frames)", "X-Frame-Options", kUnsaid, true},
      {"http.headers(h -> h.contentSecurityPolicy(c -> c.policyDirectives(props.getPolicy())).frameOptions(f -> "
       "f.deny()));",
       kPolicy, kUnsaid, true},
      {"config.content_security_policy do |policy|\n  policy.default_src :self\n  policy.img_src \"a.test\" unless "
       "Rails.env.production?\nend\n",
       kPolicy, "default-src 'self'", false},
      {"config.content_security_policy do |policy|\n  policy.default_src :self\n  policy.img_src :data if "
       "shop?\nend\n",
       kPolicy, "default-src 'self'; img-src :data", true},
      {"app.use(helmet({ hsts: { maxAge: cfg.age, includeSubDomains: false } }))", kTransport, "max-age={{expression}}",
       true},
      {"app.use(helmet({ hsts: { includeSubDomains: cfg.subs } }))", kTransport, "max-age=31536000; {{expression}}",
       true},
      {"app.use(helmet({ frameguard: { action: process.env.FRAMES } }))", "X-Frame-Options", kUnsaid, true},
      {"app.use(helmet({ frameguard: cfg.on ? { action: 'deny' } : false }))", "X-Frame-Options", kUnsaid, true},
      {"app.use(helmet({ frameguard: { action: 'deny' } }))", "X-Frame-Options", "DENY", false},
      {"CSP_DEFAULT_SRC = (\"'self'\",)\nCSP_IMG_SRC = CSP_DEFAULT_SRC + (\"data:\",)\n", kPolicy,
       "default-src 'self'; img-src 'self' data:", false},
      {"CSP_DEFAULT_SRC = [\"'self'\"] + MORE\nCSP_IMG_SRC = [\"data:\"]\n", kPolicy,
       "default-src 'self' MORE; img-src data:", true},
      {"result.withHeaders(\"Content-Security-Policy\" -> s\"default-src 'self'; img-src $cdn\", \"X-Frame-Options\" -> "
       "\"DENY\")",
       kPolicy, "default-src 'self'; img-src $cdn", true},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    text::Source source(each.text);
    const Paste paste = read_paste(source);
    REQUIRE(!paste.responses.empty());
    const Response& response = paste.responses[paste.chosen];
    const auto field = std::find_if(response.fields.begin(), response.fields.end(),
                                    [&](const Field& one) { return one.name == each.header; });
    REQUIRE(field != response.fields.end());
    CHECK(field->value.text() == each.value);
    CHECK((model::GapPlaces(response).of(field->value) != model::Gap::None) == each.gap);
  }
}

TEST_CASE("an address or an error alone is answered by one sentence") {
  for (const std::string_view text : {"https://site.example/", "curl: (6) Could not resolve host: site.example"}) {
    const Report report = analyze(text);
    CHECK(report.input.responses.empty());
    CHECK(report.input.notices.empty());
    CHECK(report.input.description.find("curl") != std::string::npos);
  }
}

TEST_CASE("half a surrogate pair does not break JSON off, and what follows keeps its place") {
  const std::string text =
      R"({"x-frame-options": "\ud83d", "referrer-policy": "a\ud83d\u0041b", "server": "\ud83d\ude00x"})";
  text::Source source(text);
  const Paste paste = read_paste(source);
  CHECK(paste.notices.empty());
  REQUIRE(paste.responses.size() == 1);
  REQUIRE(paste.responses[0].fields.size() == 3);
  const auto& fields = paste.responses[0].fields;
  CHECK(fields[0].value.text() == "\xEF\xBF\xBD");
  CHECK(fields[1].value.text() ==
        "a\xEF\xBF\xBD"
        "Ab");
  const Span last = fields[1].value.to_source(5, 6);
  CHECK(text.substr(last.start, last.size()) == "b");
  const Span x = fields[2].value.to_source(4, 5);
  CHECK(text.substr(x.start, x.size()) == "x");
}

TEST_CASE("places that don't send what stands around them are told, with the headers that they lose") {
  const auto said = [](std::string_view text) {
    std::string out;
    for (const std::string& notice : analyze(text).input.notices) {
      if (notice.find("doesn't send") != std::string::npos) out += notice + "\n";
    }
    return out;
  };
  const std::string server =
      "server {\n  add_header X-Frame-Options DENY;\n  add_header Content-Security-Policy \"default-src 'self'\";\n";
  CHECK(
      said(server + "  location /app {\n    add_header Cache-Control no-store;\n  }\n}\n") ==
      "location /app block, line 4, doesn't send X-Frame-Options and Content-Security-Policy: its own add_header drops "
      "all that it would inherit. Repeat them there.\n");
  // What it sets anew it doesn't lose, and headers that protect nothing are not worth a word.
  CHECK(said(server + "  location /app {\n    add_header X-Frame-Options SAMEORIGIN;\n  }\n}\n").find("send X-Frame") ==
        std::string::npos);
  CHECK(said("server {\n  add_header X-Own 1;\n  add_header X-Frame-Options DENY;\n  location /app {\n"
             "    add_header X-Frame-Options DENY;\n  }\n}\n") == "");
  CHECK(said(server + "  location /app {\n    expires 1y;\n  }\n}\n") == "");
  CHECK(said(server +
             "  more_set_headers \"X-Own: 1\";\n  location /app {\n    more_set_headers \"A-B: 1\";\n  }\n}\n") == "");
  // Within a location that drops them, further ones have nothing to lose.
  const std::string within =
      said(server +
           "  location /a {\n    add_header A-B 1;\n    location /a/b {\n      add_header A-B 1;\n"
           "    }\n  }\n}\n");
  CHECK(std::count(within.begin(), within.end(), '\n') == 1);
  CHECK(
      said("Header set X-Frame-Options DENY\n<Location \"/widget\">\n  Header unset X-Frame-Options\n</Location>\n") ==
      "<Location \"/widget\">, line 2, doesn't send X-Frame-Options, which the rest of the site sends: it is taken away "
      "there.\n");
  CHECK(said("Header set X-Frame-Options DENY\n<Location \"/widget\">\n  Header set X-Frame-Options SAMEORIGIN\n"
             "</Location>\n") == "");
  CHECK(said("setenv.set-response-header = ( \"X-Frame-Options\" => \"DENY\" )\n$HTTP[\"host\"] == \"a.example\" {\n"
             "  setenv.set-response-header = ( \"Referrer-Policy\" => \"no-referrer\" )\n}\n")
            .find("doesn't send X-Frame-Options: its own list takes the place") != std::string::npos);
  CHECK(said("/*\n  X-Frame-Options: DENY\n/embed/*\n  ! X-Frame-Options\n  Cache-Control: no-store\n") ==
        "/embed/*, line 3, doesn't send X-Frame-Options, which the rest of the site sends: it is taken away there.\n");
  CHECK(said("a.example {\n\theader X-Frame-Options DENY\n\thandle /embed/* {\n\t\theader -X-Frame-Options\n\t}\n}\n")
            .find("X-Frame-Options") != std::string::npos);
}

TEST_CASE("notices are counted beyond the first hundred") {
  std::string text = "HTTP/1.1 200 OK\n";
  for (int i = 0; i < 250; ++i) text += "A: b\n folded\n";
  text::Source source(text);
  const Paste paste = read_paste(source);
  CHECK(paste.notices.size() == kMaxNotices);
  CHECK(paste.notices_left_out == 150);
  CHECK(paste.responses.at(0).fields.size() == 250);
}

TEST_CASE("a policy handed over as such is one header, whatever it looks like") {
  text::Source source("HTTP/1.1 200 OK\r\nA: b");
  const Paste paste = read_policy(source);
  REQUIRE(paste.responses.size() == 1);
  REQUIRE(paste.responses[0].fields.size() == 1);
  CHECK(paste.responses[0].fields[0].value.text() == "HTTP/1.1 200 OK\r\nA: b");
  CHECK_FALSE(paste.responses[0].complete);
}

TEST_CASE("headers handed over as data stand as they are, line breaks included") {
  const HeaderPairs headers = {{"A", "b"}, {"X-Odd", "c\r\nX-Not: a header"}, {"", "nameless"}};
  text::Source source(header_list_source(headers));
  const Paste paste = read_header_list(source, headers, "https://a.example/", 200);
  REQUIRE(paste.responses.size() == 1);
  const Response& response = paste.responses[0];
  CHECK(response.url == "https://a.example/");
  CHECK(response.status == 200);
  CHECK(response.complete);
  REQUIRE(response.fields.size() == headers.size());
  for (std::size_t i = 0; i < headers.size(); ++i) {
    CHECK(response.fields[i].name == headers[i].first);
    const std::string_view value = response.fields[i].value.text();
    CHECK(value == headers[i].second);
    const Span span = response.fields[i].value.to_source(0, value.size());
    CHECK(source.bytes().substr(span.start, span.size()) == headers[i].second);
  }
}

}  // namespace read_paste_test
}  // namespace headstrong::http
