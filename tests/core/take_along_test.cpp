// Reports to take along: nothing of a paste is live in them, secrets are masked without a position moving,
// the same options give the same bytes.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/options.hpp"
#include "headstrong/write_report.hpp"
#include "http/secrets/secrets.hpp"
#include "report/markup.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/long_run.hpp"

namespace headstrong {
namespace take_along_test {

using Json = nlohmann::json;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string written(std::string_view text, ReportFormat format, std::optional<bool> show = std::nullopt) {
  ReportOptions options;
  options.format = format;
  options.time = "2026-11-29T10:00:00Z";
  options.version = "9.9.9";
  options.book = "https://book.example/";
  options.show_secrets = show;
  const WrittenReport report = write_report(text, {}, options);
  CHECK(report.error.empty());
  return report.text;
}

std::string written_json(std::string_view text, bool show) {
  std::size_t masked = 0;
  return to_json(show ? analyze(text) : masked_report(text, {}, masked));
}

/// The first tag or attribute of a page that is none of ours; empty where there is none.
std::string foreign_markup(std::string_view html) {
  static constexpr std::string_view kTags[] = {
      "!doctype", "html", "head",  "meta",    "title", "style", "body",  "main", "section", "article",
      "h1",       "h2",   "h3",    "h4",      "p",     "dl",    "div",   "dt",   "dd",      "ol",
      "ul",       "li",   "table", "caption", "thead", "tbody", "tr",    "th",   "td",      "a",
      "b",        "br",   "code",  "mark",    "small", "span",  "strong"};
  static constexpr std::string_view kAttributes[] = {"html",  "lang", "charset", "http-equiv", "content", "name",
                                                     "class", "id",   "href",    "rel",        "scope",   "aria-label"};
  const std::size_t style = html.find("<style>");
  const std::size_t style_end = html.find("</style>");
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (at > style && at < style_end) continue;
    const std::size_t end = html.find('>', at);
    if (end == std::string_view::npos) return std::string(html.substr(at, 40));
    std::string_view tag = html.substr(at + 1, end - at - 1);
    if (tag.starts_with('/')) tag.remove_prefix(1);
    const std::string_view name = tag.substr(0, tag.find(' '));
    if (std::find(std::begin(kTags), std::end(kTags), name) == std::end(kTags)) return std::string(html.substr(at, 40));
    for (std::size_t space = tag.find(' '); space != std::string_view::npos;) {
      const std::string_view rest = tag.substr(space + 1);
      const std::size_t name_end = rest.find_first_of("= ");
      const std::string_view attribute = rest.substr(0, name_end);
      if (std::find(std::begin(kAttributes), std::end(kAttributes), attribute) == std::end(kAttributes)) {
        return std::string(html.substr(at, 60));
      }
      if (name_end == std::string_view::npos || rest[name_end] == ' ') break;
      const std::size_t close = rest.find('"', name_end + 2);
      if (close == std::string_view::npos || rest[name_end + 1] != '"') return std::string(html.substr(at, 60));
      const std::string_view value = rest.substr(name_end + 2, close - name_end - 2);
      if (attribute == "href" && !value.starts_with("https://") && !value.starts_with("#f")) return std::string(value);
      space = close + 1 < rest.size() ? space + 1 + close + 1 : std::string_view::npos;
    }
  }
  return {};
}

/// Whether `part` stands somewhere without a backslash before it.
bool stands_bare(std::string_view text, std::string_view part) {
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    if (at == 0 || text[at - 1] != '\\') return true;
  }
  return false;
}

const std::vector<std::string>& hostile_values() {
  static const std::vector<std::string> values = {"<script>alert(1)</script>",
                                                  "\"><img src=x onerror=alert(1)>",
                                                  "'><svg/onload=alert(1)>",
                                                  "</style><script>a</script>",
                                                  "</li></ol></main><iframe src=//evil.example>",
                                                  "<!--",
                                                  "-->",
                                                  "<![CDATA[",
                                                  "&lt;b&gt;",
                                                  "&#x3c;script&#x3e;",
                                                  "javascript:alert(1)",
                                                  "[x](javascript:alert(1))",
                                                  "![x](https://evil.example/p.png)",
                                                  "<https://evil.example>",
                                                  "https://evil.example/a",
                                                  "www.evil.example",
                                                  "@octocat",
                                                  "# heading",
                                                  "```",
                                                  "~~~",
                                                  "| a | b |",
                                                  "---",
                                                  "* item",
                                                  "$x^2$",
                                                  "\x1b[2J\x1b[1A",
                                                  "\x1b]0;title\x07",
                                                  "\xE2\x80\xAE"
                                                  "evil",
                                                  "\xC2\x9B"
                                                  "31m",
                                                  "\xE2\x80\x8B",
                                                  "a\rb",
                                                  "\xFF\xFE",
                                                  "\xC3(",
                                                  "%3Cscript%3E",
                                                  "{{constructor}}",
                                                  "${7*7}",
                                                  "\\u003cscript\\u003e",
                                                  "]]>",
                                                  "<mark>",
                                                  "onload=alert(1)",
                                                  "style=color:red"};
  return values;
}

/// Control, separator and direction characters but the line feed and the tab.
bool has_hidden(std::string_view s) {
  for (const char c : s) {
    if ((c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7F) return true;
  }
  for (const std::string_view hidden : {"\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\x8B", "\xE2\x81\xA6", "\xE2\x80\xA8"}) {
    if (contains(s, hidden)) return true;
  }
  return false;
}

TEST_CASE("nothing of a paste is live in any report, wherever it stands") {
  for (const std::string& value : hostile_values()) {
    const std::string pastes[] = {
        "HTTP/1.1 200 OK\nContent-Type: text/html\nServer: " + value + "/1.2.3\nX-Powered-By: " + value +
            "\nSet-Cookie: " + value + "=1; Domain=" + value + "\nX-" + value + ": 1\n!passed over " + value + "\n",
        "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Security-Policy: script-src " + value +
            " 'unsafe-inline' https://" + value + "; " + value + " x; report-uri " + value +
            "\nX-Frame-Options: ALLOW-FROM " + value + "\n",
        "HTTP/1.1 302 Found\nLocation: https://a.example/" + value + "\n\nHTTP/1.1 200 OK\nReferrer-Policy: " + value +
            "\nPermissions-Policy: " + value + "\nStrict-Transport-Security: " + value + "\n",
        "add_header Content-Security-Policy \"default-src " + value + "\";\n# " + value + "\n",
        "Refused to load the script 'https://a.example/" + value +
            "' because it violates the following Content Security Policy "
            "directive: \"script-src 'self' " +
            value + "\".\n",
        value};
    for (const std::string& paste : pastes) {
      INFO(paste);
      const std::string html = written(paste, ReportFormat::Html);
      CHECK(foreign_markup(html) == "");
      CHECK_FALSE(has_hidden(html));
      const std::string markdown = written(paste, ReportFormat::Markdown);
      CHECK_FALSE(has_hidden(markdown));
      for (const std::string_view live :
           {"<script", "<img", "<svg", "<iframe", "<mark", "https://evil", "](", "@octocat", "```", "\n~~~"}) {
        CHECK_FALSE(stands_bare(markdown, live));
      }
      CHECK_FALSE(has_hidden(written(paste, ReportFormat::Text)));
      for (const std::string& json : {written(paste, ReportFormat::Sarif), written_json(paste, false)}) {
        CHECK_FALSE(Json::parse(json, nullptr, false).is_discarded());
        CHECK_FALSE(has_hidden(json));
      }
    }
  }
}

TEST_CASE("the test of foreign markup sees it") {
  CHECK(foreign_markup("<p class=\"a\">x</p><script>") != "");
  CHECK(foreign_markup("<p onclick=\"a\">") != "");
  CHECK(foreign_markup("<a href=\"javascript:1\">") != "");
  CHECK(foreign_markup("<p class=\"a\" style=\"b\">") != "");
  CHECK(foreign_markup("a <") != "");
  CHECK(foreign_markup("<p class=\"a\"><a href=\"#f1\" aria-label=\"x\">1</a></p>") == "");
}

/// A message with secrets of each kind; K marks what must not be seen. No shorter: a digest may hold two letters.
constexpr std::string_view kSecretive =
    "HTTP/1.1 302 Found\r\nLocation: https://me:K1pw@a.example/cb?code=K2code&lang=en&access_token=K3tok#id_token=K4id\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: sid=K5sid\xC3\xA4"
    "b\"c; Path=/\r\nSet-Cookie: __Host-a=K6abc; Secure; Path=/\r\n"
    "Authorization: Bearer K7abc.def\r\nX-Api-Key: K8key\r\nServer: nginx/1.18.0\r\n"
    "Content-Security-Policy: script-src 'self' 'unsafe-inline'; report-uri /r?token=K9tok\r\n"
    "Refresh: 0; url=https://a.example/?session=Kxse\r\n";

TEST_CASE("secrets are masked in what people hand on, and shown where they are asked for") {
  std::vector<std::string> reports = {written_json(kSecretive, false)};
  for (const auto& [id, format] : kReportFormats) reports.push_back(written(kSecretive, format));
  for (const std::string& masked : reports) {
    INFO(masked.substr(0, 40));
    for (const std::string_view secret :
         {"K1pw", "K2code", "K3tok", "K4id", "K5sid", "K6abc", "K7abc", "K8key", "K9tok", "Kxse"}) {
      INFO(secret);
      CHECK_FALSE(contains(masked, secret));
    }
  }
  CHECK(contains(written(kSecretive, ReportFormat::Html, true), "K6abc"));
  CHECK(contains(written(kSecretive, ReportFormat::Html), "=xx"));
}

TEST_CASE("masking moves no position and changes no finding and no grade of real responses") {
  static constexpr std::string_view kValues[] = {"q7Zr9kLmX2", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
                                                 "a%3Ab%2Fc",  "\"q w\"",
                                                 "1",          "s%3Aabc.def+/=",
                                                 "deleted",    "true"};
  std::size_t with_secrets = 0;
  for (const testing::RealResponse& response : testing::real_responses(23)) {
    // The collection's values were left out; here are some of every look.
    std::string text = testing::as_message(response);
    for (std::size_t at = text.find("REDACTED"); at != std::string::npos; at = text.find("REDACTED", at)) {
      text.replace(at, 8, kValues[with_secrets % std::size(kValues)]);
    }
    const std::vector<http::Secret> secrets = http::find_secrets(text);
    if (secrets.empty()) continue;
    ++with_secrets;
    const std::string masked = http::mask_secrets(text, secrets);
    REQUIRE(masked.size() == text.size());
    // In what is no secret nothing changes.
    std::uint32_t at = 0;
    for (const http::Secret& secret : secrets) {
      REQUIRE(text.substr(at, secret.span.start - at) == masked.substr(at, secret.span.start - at));
      at = secret.span.end;
    }
    REQUIRE(text.substr(at) == masked.substr(at));
    const Json shown = Json::parse(written_json(text, true));
    const Json hidden = Json::parse(written_json(text, false));
    INFO(text);
    CHECK(shown["grade"] == hidden["grade"]);
    REQUIRE(shown["findings"].size() == hidden["findings"].size());
    for (std::size_t i = 0; i < shown["findings"].size(); ++i) {
      for (const char* field : {"rule", "severity", "confidence", "span", "occurrence"}) {
        CHECK(shown["findings"][i][field] == hidden["findings"][i][field]);
      }
      CHECK_FALSE(contains(hidden["findings"][i]["message"].get<std::string>(), "(masked)"));
    }
  }
  CHECK(with_secrets > 50);
}

TEST_CASE("credentials are found wherever a header carries them, and nothing public with them") {
  constexpr std::string_view kCarriers[] = {"X-Debug: access_token=kanarie1",
                                            "X-Debug: a; sig=kanarie1, b",
                                            "X-OAuth: oauth_token=\"kanarie1\"",
                                            "X-Debug: apikey:kanarie1",
                                            "Server-Timing: a;desc=\"token=kanarie1\"",
                                            "Sec-WebSocket-Protocol: bearer, kanarie1",
                                            "Sec-WebSocket-Protocol: x, jwt.kanarie1",
                                            "Set-Cookie: a=\"b; kanarie1\"; Path=/",
                                            "Set-Cookie: a=\"b; c=kanarie1\"; Path=/",
                                            "Authentication-Info: rspauth=\"kanarie1\"",
                                            "X-Original-Authorization: Bearer kanarie1",
                                            "X-Forwarded-Cookie: a=kanarie1",
                                            "X-WP-Nonce: kanarie1",
                                            "X-Amz-Security-Token: kanarie1",
                                            "Location: /cb?code=kanarie1",
                                            "Location: /cb#id_token=kanarie1",
                                            "Location: /cb?state=kanarie1",
                                            "Location: /a;jsessionid=kanarie1?b",
                                            "Proxy-Authorization: Basic kanarie1",
                                            "X-Key: kanarie1",
                                            "WWW-Authenticate: NTLM kanarie1",
                                            "X-CSRFToken: kanarie1",
                                            "Link: <https://discord.com/api/webhooks/1/kanarie1>",
                                            "Content-Security-Policy: report-uri https://r.example/?api_key=kanarie1",
                                            "X-Goog-Signature: kanarie1",
                                            "Cookie: a=\"b; kanarie1\"",
                                            "X-Upstream-Auth: kanarie1",
                                            "X-Firebase-AppCheck: kanarie1",
                                            "X-Debug: dop_v1_kanarie1kanarie1kanarie1",
                                            "Location: /reset/kanarie1kanarie1kanarie1",
                                            "Refresh: 0; url=/?X-Amz-Signature=kanarie1"};
  for (const std::string_view line : kCarriers) {
    INFO(line);
    const std::string masked = http::mask_secrets(line, http::find_secrets(line));
    CHECK_FALSE(contains(masked, "kanarie"));
    CHECK(masked.size() == line.size());
  }
  for (
      const std::string_view line :
      {"Content-Security-Policy: script-src 'nonce-abcdefgh12345678' 'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='",
       "Permissions-Policy: private-state-token-issuance=(self), publickey-credentials-get=*",
       "X-Amz-Cf-Id: 8_Ogq-GztlyBZroAObJSuueasxkNTYKm",
       "Sec-WebSocket-Protocol: graphql-transport-ws, v4.channel.k8s.io", "Idempotency-Key: 8e03978e40d543dd",
       "ETag: \"5f3e0c1a\"", "Set-Cookie: a=; Path=/; Secure", "Strict-Transport-Security: max-age=31536000",
       "Digest: sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7k", "Location: /verify/how-to-verify-an-address"}) {
    INFO(line);
    CHECK(http::find_secrets(line).empty());
  }
}

TEST_CASE("what hangs on the letters of a secret keeps its verdict and loses its words") {
  // A cookie whose value ends the header's reading in one spelling only must not change what is found.
  const std::string text = "HTTP/1.1 200 OK\nContent-Type: text/html\nSet-Cookie: sid=a\\u0041%41\\n; Path=/\n";
  const Json shown = Json::parse(written_json(text, true));
  const Json hidden = Json::parse(written_json(text, false));
  CHECK(shown["grade"] == hidden["grade"]);
  CHECK(shown["findings"].size() == hidden["findings"].size());
  CHECK(http::mask_secrets(text, http::find_secrets(text)).find("\\u0078%78\\n") != std::string::npos);
}

TEST_CASE("masks have as many bytes and UTF-16 units as what they hide") {
  const std::string text = "Cookie: a=x\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80y";
  const std::string masked = http::mask_secrets(text, http::find_secrets(text));
  CHECK(masked == "Cookie: a=x\xC3\x97\xE2\x80\xA2\xF0\x9F\x94\x92x");
}

TEST_CASE("secrets in texts of any shape are found in linear time") {
  const std::size_t size = testing::usual_or_whole(256 * 1024, kMaxInputBytes);
  for (const std::string_view piece : {"Cookie: a=b\n",
                                       "Set-Cookie: ",
                                       "{\"cookie\":\"a=b\"},",
                                       "[[\"Cookie\",\"a=",
                                       "eyJ",
                                       "?token=",
                                       "://a@",
                                       "Authorization: ",
                                       "curl -b ",
                                       " token=",
                                       "token:",
                                       "token=a:",
                                       "Set-Cookie: a=\"1; b",
                                       "Sec-WebSocket-Protocol: bearer,",
                                       "\\u0041",
                                       "a=b;",
                                       "\"",
                                       ",b=",
                                       "%3Ftoken%3D",
                                       "sk-",
                                       "\xC2\xA0"}) {
    INFO(piece);
    std::string text(piece.front() == '{' || piece.front() == '[' ? "[" : "");
    while (text.size() + piece.size() <= size) text += piece;
    const std::vector<http::Secret> secrets = http::find_secrets(text);
    std::uint32_t last = 0;
    for (const http::Secret& secret : secrets) {
      REQUIRE((secret.span.start >= last && secret.span.end > secret.span.start && secret.span.end <= text.size()));
      last = secret.span.end + 1;
    }
    CHECK(http::mask_secrets(text, secrets).size() == text.size());
  }
}

TEST_CASE("a page says what was judged, when and by what, and admits its style alone") {
  const std::string html = written(kSecretive, ReportFormat::Html);
  for (const std::string_view part :
       {"29 November 2026, 10:00 UTC", "Headstrong 9.9.9, rubric ", "default-src 'none'; style-src 'sha256-",
        "What to do first", "What other tools would say", "The text that was judged",
        "href=\"https://book.example/rulebook/csp/script-unsafe-inline.html\"",
        "<mark class=\"high\">&#39;unsafe-inline&#39;</mark>",
        "secret values (cookie values, credentials, tokens) are replaced by x"}) {
    INFO(part);
    CHECK(contains(html, part));
  }
  // The reader of HTML finds the page's own policy sound.
  const Json own = Json::parse(written_json(html, true));
  for (const Json& finding : own["findings"]) {
    INFO(finding.dump());
    CHECK(finding["severity"] != "critical");
    CHECK(finding["severity"] != "high");
  }
}

TEST_CASE("steps that change one line build on each other") {
  const std::string markdown = written(
      "HTTP/1.1 200 OK\nContent-Type: text/html\nX-Content-Type-Options: nosniff\n"
      "Set-Cookie: session=abc; Path=/\n",
      ReportFormat::Markdown);
  // The first makes it Secure, and no step behind that takes it away again.
  std::size_t lines = 0;
  bool is_secure = false;
  for (std::size_t at = markdown.find("Change line 4 to"); at != std::string::npos;
       at = markdown.find("Change line 4 to", at + 1)) {
    const std::string step = markdown.substr(at, markdown.find('\n', at) - at);
    INFO(step);
    CHECK((!is_secure || contains(step, "Secure")));
    is_secure = is_secure || contains(step, "Secure");
    ++lines;
  }
  CHECK(lines >= 2);
  CHECK(is_secure);
}

TEST_CASE("a letter about few protections says so, and calls nothing right that was not judged") {
  constexpr std::string_view kFew = "server { add_header X-Frame-Options SAMEORIGIN; }\n";
  constexpr std::string_view kWhole = "HTTP/1.1 200 OK\nContent-Type: text/html\nX-Frame-Options: DENY\n";
  for (const ReportFormat format : {ReportFormat::Markdown, ReportFormat::Html}) {
    const std::string few = written(kFew, format);
    CHECK(contains(few, "for framing alone"));
    CHECK(contains(few, "t show is not judged"));
    CHECK(contains(few, "Nothing in this text has to be fixed"));
    CHECK(!contains(written(kWhole, format), "t show is not judged"));
    CHECK(!contains(written(kWhole, format), "of 100), for "));
  }
}

TEST_CASE("what CSP Evaluator says of many sources of a directive is one row, and a fix that may break is called so") {
  std::string policy = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A==' 'strict-dynamic'";
  for (int i = 0; i < 20; ++i) policy += " https://h" + std::to_string(i) + ".example";
  const std::string html =
      written(policy + "; object-src 'none'; base-uri 'none'; style-src 'unsafe-inline'", ReportFormat::Html);
  std::size_t rows = 0;
  for (std::size_t at = html.find("IGNORED"); at != std::string::npos; at = html.find("IGNORED", at + 1)) ++rows;
  CHECK(rows == 1);
  CHECK(contains(html, " and 12 more"));
  CHECK(contains(html, "Test it first."));
}

TEST_CASE("Markdown has a backslash before what would act, and before nothing else") {
  using report::markdown_text;
  for (const std::string_view plain :
       {"Content-Security-Policy: script-src 'self'; object-src 'none'", "a (b), c. d! e + f - g = h > i",
        "snake_case_name", "-25 scripts", "C# and F", "1. one", "max-age=300", "x & y", "a] b", "{a}"}) {
    CHECK(markdown_text(plain) == plain);
  }
  const std::pair<std::string_view, std::string_view> acting[] = {{"*a* _b_", "\\*a\\* \\_b\\_"},
                                                                  {"`c`", "\\`c\\`"},
                                                                  {"[a](b)", "\\[a]\\(b)"},
                                                                  {"a|b", "a\\|b"},
                                                                  {"<b>", "\\<b>"},
                                                                  {"~~x~~", "\\~\\~x\\~\\~"},
                                                                  {"$x$", "\\$x\\$"},
                                                                  {"&lt;", "\\&lt;"},
                                                                  {"fixes #12", "fixes \\#12"},
                                                                  {"https://a.example", "https\\://a.example"},
                                                                  {"www.a.example", "www\\.a.example"},
                                                                  {"a\\-b", "a\\\\-b"},
                                                                  {"{{x}}", "\\{{x}}"},
                                                                  {"a_", "a\\_"}};
  for (const auto& [words, escaped] : acting) CHECK(markdown_text(words) == escaped);
  // What only acts at the beginning of a block is seen to there.
  for (const auto& [words, block] : std::vector<std::pair<std::string, std::string>>{{"- a", "\\- a"},
                                                                                     {"1. a", "1\\. a"},
                                                                                     {"# a", "\\# a"},
                                                                                     {"> a", "\\> a"},
                                                                                     {"---", "\\---"},
                                                                                     {"a - b", "a - b"}}) {
    report::Markup markup(report::Markup::Language::Markdown);
    markup.paragraph(markup.text(words));
    CHECK(markup.take() == "\n" + block + "\n");
    report::Markup list(report::Markup::Language::Markdown);
    list.item(list.text(words));
    CHECK(list.take() == "- " + block + "\n");
  }
  // A whole report has none before a hyphen, a full stop or a bracket.
  const std::string whole =
      written("HTTP/1.1 200 OK\nContent-Type: text/html\nServer: nginx/1.2.3\n", ReportFormat::Markdown);
  for (const std::string_view needless : {"\\-", "\\(", "\\)", "\\!", "\\+", "\\>", "\\}"})
    CHECK_FALSE(contains(whole, needless));
}

TEST_CASE("a report has the title that is given, else its host") {
  const auto title_of = [](std::string_view text, ReportFormat format, std::string title) {
    ReportOptions options;
    options.format = format;
    options.title = std::move(title);
    const std::string report = write_report(text, {}, options).text;
    if (format == ReportFormat::Markdown) return report.substr(0, report.find('\n'));
    const std::size_t begin = report.find("<h1>");
    return report.substr(begin, report.find("</h1>") - begin);
  };
  const std::string paste =
      "HTTP/1.1 301 Moved\nLocation: https://Shop.example/a\n\nHTTP/1.1 200 OK\nX-Frame-Options: DENY\n";
  for (const ReportFormat format : {ReportFormat::Markdown, ReportFormat::Html}) {
    CHECK(contains(title_of(paste, format, ""), "Security headers of shop.example: "));
    CHECK(contains(title_of(paste, format, "Acme GmbH"), "Security headers of Acme GmbH: "));
    CHECK(contains(title_of("HTTP/1.1 200 OK\nX-Frame-Options: DENY\n", format, ""), "Security headers: "));
    for (const std::string& value : hostile_values()) {
      INFO(value);
      const std::string title = title_of(paste, format, value);
      CHECK_FALSE(has_hidden(title));
      if (format == ReportFormat::Html) CHECK(foreign_markup(title) == "");
      for (const std::string_view live : {"<script", "<img", "https://evil", "](", "@octocat", "```"}) {
        if (format == ReportFormat::Markdown) CHECK_FALSE(stands_bare(title, live));
      }
    }
  }
  AnalyzeOptions analysis;
  ReportOptions report;
  CHECK(read_options({{"title", std::string(201, 'a')}}, analysis, report) != "");
  CHECK(read_options({{"title", "Acme"}}, analysis, report) == "");
  CHECK(report.title == "Acme");
}

TEST_CASE("the same text, options and time give the same bytes; another time changes nothing but the date") {
  for (const auto& [id, format] : kReportFormats) CHECK(written(kSecretive, format) == written(kSecretive, format));
}

TEST_CASE("the options of a report: what is understood, and the sentence where it isn't") {
  const auto error = [](std::string name, std::string value) {
    AnalyzeOptions analysis;
    ReportOptions report;
    return read_options({{std::move(name), std::move(value)}}, analysis, report);
  };
  for (const std::string_view time : {"2026-11-29", "2026-11-29T10:00:00Z", "2026-11-29T10:00:00.123Z"}) {
    CHECK(error("time", std::string(time)) == "");
  }
  for (const std::string_view time : {"", "today", "2026-11-29T10:00Z", "2026-11-29T10:00:00", "2026-11-29T10:00:00.Z",
                                      "2026-11-29T10:00:00+01:00", "2026-11-29<b>"}) {
    INFO(time);
    CHECK(error("time", std::string(time)) != "");
  }
  CHECK(error("book", "https://a.example/x") == "");
  for (const std::string_view book :
       {"javascript:alert(1)", "a", "https://a.example/\"><b>", "https://a b", "https://a.example/`"}) {
    INFO(book);
    CHECK(error("book", std::string(book)) != "");
  }
  CHECK(error("secrets", "perhaps") == "option secrets takes one of: mask, show");
  CHECK(error("format", "pdf") == "option format takes one of: text, sarif, markdown, html");
  CHECK(contains(error("colour", "red"), "unknown option colour; available: observatory"));
}

}  // namespace take_along_test
}  // namespace headstrong
