// Input that means harm: each gets an answer, within the time a test may take.
#include <algorithm>
#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"
#include "support/catch.hpp"
#include "support/edits.hpp"
#include "support/long_run.hpp"

namespace headstrong {
namespace hostile_test {

constexpr std::size_t kMiB = 1024 * 1024;
const std::size_t kMuch = testing::usual_or_whole(kMiB / 4, kMiB);

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  text.resize(bytes);
  return text;
}

Report sound(std::string_view text) {
  Report report = analyze(text);
  CHECK(testing::fault_of(report) == "");
  CHECK_FALSE(report.input.description.empty());
  CHECK_FALSE(to_json(report, Encoding::Utf16).empty());
  return report;
}

TEST_CASE("nothing was pasted") {
  for (const std::string_view text : {"", " ", "\r\n\r\n", "\xEF\xBB\xBF"}) {
    const Report report = sound(text);
    CHECK(report.input.responses.empty());
    CHECK(report.findings.empty());
    CHECK(report.grade.protections.size() == 6);
  }
}

TEST_CASE("8 MiB of one letter are answered, a byte more is refused in a sentence") {
  CHECK(sound(std::string(kMaxInputBytes, 'a')).input.format == "unknown");
  const Report report = sound(std::string(kMaxInputBytes + 1, 'a'));
  CHECK(report.input.format == "too-long");
  CHECK(report.input.responses.empty());
  CHECK(report.input.description.find("8 MiB") != std::string::npos);
}

TEST_CASE("a hundred thousand headers") {
  std::string text = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100000; ++i) text += "X-" + std::to_string(i) + ": v\r\n";
  CHECK(sound(text).input.responses.at(0).headers == 100000);
}

TEST_CASE("a hundred thousand headers of one name that rules look at") {
  for (const std::string_view name : {"Set-Cookie", "Content-Security-Policy", "X-Frame-Options",
                                      "Strict-Transport-Security", "Permissions-Policy"}) {
    INFO(name);
    std::string text = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 100000; ++i) text += std::string(name) + ": a=b\r\n";
    const Report report = sound(text);
    CHECK(report.findings.size() <= kMaxFindings);
  }
}

TEST_CASE("a header name of 1 MiB") {
  const Report report = sound("HTTP/1.1 200 OK\r\n" + std::string(kMiB, 'x') + ": v\r\n");
  CHECK(report.input.responses.at(0).headers == 1);
}

TEST_CASE("much of every shape that invites quadratic work") {
  static constexpr std::string_view kPieces[] = {"a;",
                                                 "a,",
                                                 ",",
                                                 ";",
                                                 " ",
                                                 "\n",
                                                 "\r",
                                                 "\r\n",
                                                 "\t",
                                                 "<",
                                                 "<meta ",
                                                 "<!--",
                                                 "<script>",
                                                 "&",
                                                 "&#",
                                                 "[",
                                                 "{",
                                                 "[[",
                                                 "{\"a\":",
                                                 "\"",
                                                 "\\u",
                                                 "a: b\n",
                                                 "a: b\n c\n",
                                                 ":",
                                                 "a\n",
                                                 "'",
                                                 "'none' ",
                                                 "HTTP/1.1 200 OK\n",
                                                 "< HTTP/1.1 200 OK\n",
                                                 "  HTTP/1.1 200 OK\n",
                                                 "* Connected to a\n",
                                                 "default-src a;",
                                                 "script-src 'self' 'unsafe-inline';",
                                                 "script-src *,",
                                                 "\xF0\x9F\x98\x80",
                                                 "\xFF",
                                                 "\xC3",
                                                 "* ",
                                                 "> ",
                                                 "< "};
  for (const std::string_view piece : kPieces) {
    INFO(piece);
    sound(repeated(piece, kMuch));
  }
}

TEST_CASE("much inside a policy of every shape that invites quadratic work") {
  static constexpr std::string_view kPieces[] = {" a",
                                                 " 'nonce-a'",
                                                 " https://a.example",
                                                 " *.a",
                                                 ";script-src a",
                                                 ",script-src a",
                                                 "; x",
                                                 ";x-",
                                                 " 'sha256-a='",
                                                 " 'unsafe-inline'",
                                                 ", ",
                                                 "a",
                                                 "*",
                                                 "'",
                                                 " report-uri",
                                                 ";report-uri /a",
                                                 ";sandbox a",
                                                 ";trusted-types a",
                                                 " \xE2\x80\x98self\xE2\x80\x99"};
  for (const std::string_view piece : kPieces) {
    INFO(piece);
    sound("Content-Security-Policy: script-src 'self'" + repeated(piece, kMuch));
    sound("script-src 'self'" + repeated(piece, kMuch));
  }
}

TEST_CASE("much inside each header that is parsed") {
  static constexpr std::string_view kNames[] = {"Strict-Transport-Security",
                                                "Permissions-Policy",
                                                "Feature-Policy",
                                                "Set-Cookie",
                                                "Referrer-Policy",
                                                "X-Frame-Options",
                                                "X-Content-Type-Options",
                                                "Cross-Origin-Opener-Policy",
                                                "Cross-Origin-Embedder-Policy",
                                                "Cross-Origin-Resource-Policy",
                                                "Reporting-Endpoints",
                                                "Report-To",
                                                "NEL",
                                                "Cache-Control",
                                                "Clear-Site-Data",
                                                "Access-Control-Allow-Origin",
                                                "X-XSS-Protection",
                                                "Link",
                                                "Server",
                                                "Content-Type",
                                                "Integrity-Policy",
                                                "Expires",
                                                "Refresh"};
  static constexpr std::string_view kPieces[] = {"a", "a;", "a,", "a=b;", "a=(),", "(",      "\"", "1",
                                                 ";", "=",  ",",  "\\",   ";a=\"", "(a b) ", "[{", "max-age=1;"};
  for (const std::string_view name : kNames) {
    for (const std::string_view piece : kPieces) {
      INFO(name << " " << piece);
      sound("HTTP/1.1 200 OK\r\n" + std::string(name) + ": " + repeated(piece, kMuch / 8) + "\r\n");
    }
  }
}

TEST_CASE("depth does no harm") {
  for (const std::string_view piece : {"[", "{\"a\":", "[{\"a\":[", "((", "<div>"}) {
    INFO(piece);
    sound(repeated(piece, kMiB));
    sound("{\"headers\":{\"x\":" + repeated(piece, kMiB));
    sound("Permissions-Policy: a=" + repeated(piece, kMiB));
  }
}

TEST_CASE("findings beyond the first two thousand are counted") {
  std::string text = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 5000; ++i) text += "Set-Cookie: a" + std::to_string(i) + "=b\r\n";
  const Report report = sound(text);
  std::size_t places = 0;
  for (const Finding& finding : report.findings) places += std::max<std::size_t>(1, finding.places.size());
  CHECK(places == kMaxFindings);
  CHECK(report.truncated > 0);
}

bool raises(const Report& report, std::string_view rule) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& finding) { return finding.rule->id == rule; });
}

TEST_CASE("a crowd of small faults hides no grave one") {
  const Report report = sound("Content-Security-Policy: " + repeated("zz zz 'x', ", kMiB));
  CHECK(report.truncated > 0);
  CHECK(raises(report, "csp/script-src-absent"));
  CHECK(report.grade.letter == "F");
  for (const Deduction& deduction : report.grade.deductions) {
    INFO(deduction.rule);
    CHECK(raises(report, deduction.rule));
  }
}

TEST_CASE("no fix writes what stands there already") {
  // Chromium splits at the comma, drops the first script-src for its control character and the second
  // for being the second.
  const Report report =
      sound("<meta http-equiv=\"Content-Security-Policy\" content=\",script-src \b;script-src 'self'\">");
  CHECK(raises(report, "csp/script-src-absent"));
}

TEST_CASE("more policies than a browser takes are left unread, and it says so") {
  const Report report = sound("Content-Security-Policy: " + repeated("a,", kMiB));
  REQUIRE(report.input.notices.size() == 1);
  CHECK(report.input.notices[0].find("131,072") != std::string::npos);
}

TEST_CASE("what is no header is called by its name") {
  struct Row {
    std::string_view text;
    std::string_view format;
  };
  static constexpr Row kRows[] = {
      {"\x89PNG\r\n\x1A\n", "binary"},
      {"GIF89a....", "binary"},
      {"%PDF-1.7\n", "binary"},
      {"{}", "json"},
      {"[]", "json"},
      {"{\"a\"", "json"},
      {"<!doctype html><title>x</title>", "html"},
      {"hello", "unknown"},
  };
  for (const Row& row : kRows) {
    INFO(row.text);
    const Report report = sound(row.text);
    CHECK(report.input.format == row.format);
    CHECK(report.input.responses.empty());
    CHECK_FALSE(report.grade.score.has_value());
    CHECK_FALSE(report.grade.letter.has_value());
    for (const ProtectionGrade& protection : report.grade.protections) {
      CHECK_FALSE(protection.score.has_value());
    }
  }
}

}  // namespace hostile_test
}  // namespace headstrong
