// What is written into a value reads as it was meant, whatever language the value is spelled in.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headers/csp/parse_policy.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/spell_edits.hpp"
#include "http/read_paste.hpp"
#include "support/catch.hpp"
#include "support/edits.hpp"
#include "support/fixes.hpp"
#include "support/random.hpp"
#include "text/ascii.hpp"
#include "text/mapped_text.hpp"

namespace headstrong {
namespace spelling_test {

using testing::Random;

/// A value written by hand, as people and programs write it: never by the code under test.
std::string escaped(std::string_view value, std::string_view special, std::string (*escape)(char)) {
  std::string out;
  for (const char c : value) {
    if (special.find(c) != std::string_view::npos) {
      out += escape(c);
    } else {
      out += c;
    }
  }
  return out;
}
std::string backslash(char c) { return std::string("\\") + c; }
std::string unicode(char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
}
std::string reference(char c) { return "&#" + std::to_string(static_cast<int>(c)) + ";"; }

struct Language {
  std::string_view name;
  std::string before;
  std::string after;
  std::string (*spell)(std::string_view value);
  bool (*carries)(std::string_view value);
};

bool any(std::string_view) { return true; }
bool no_tab(std::string_view value) { return value.find('\t') == value.npos; }
/// A reference that was not meant is one all the same.
bool no_ampersand(std::string_view value) { return value.find('&') == value.npos; }
bool bare_word(std::string_view value) { return !value.empty() && value.find_first_of(" \t;{}\\'\"#") == value.npos; }

const std::vector<Language>& languages() {
  static const std::string kName = "Content-Security-Policy";
  static const auto as_is = [](std::string_view v) { return std::string(v); };
  static const std::vector<Language> kLanguages = {
      {"lines", "HTTP/1.1 200 OK\n" + kName + ": ", "\nX-Frame-Options: DENY\n", as_is, any},
      {"curl -v", "< HTTP/1.1 200 OK\n< " + kName + ": ", "\n< X-Frame-Options: DENY\n", as_is, any},
      {"JSON", "{\"X-Frame-Options\":\"DENY\",\"" + kName + "\":\"", "\"}",
       [](std::string_view v) { return escaped(v, "\"\\", backslash); }, no_tab},
      {"JSON with codes", "[[\"X-Frame-Options\",\"DENY\"],[\"" + kName + "\",\"", "\"]]",
       [](std::string_view v) { return escaped(v, "\"\\'<>&\ta", unicode); }, any},
      {"HAR",
       "{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://a.example/\"},\"response\":{\"status\":"
       "200,\"headers\":[{\"name\":\"" +
           kName + "\",\"value\":\"",
       "\"}]}}]}}", [](std::string_view v) { return escaped(v, "\"\\", backslash); }, no_tab},
      {"HTML, double quotes", "<meta http-equiv=\"" + kName + "\" content=\"", "\">",
       [](std::string_view v) { return escaped(v, "\"&", reference); }, any},
      {"HTML, single quotes", "<meta http-equiv='" + kName + "' content='", "'>",
       [](std::string_view v) { return escaped(v, "'&", reference); }, any},
      {"HTML, single quotes, raw ampersands", "<meta http-equiv='" + kName + "' content='", "'>",
       [](std::string_view v) { return escaped(v, "'", reference); }, any},
      {"HTML without quotes", "<meta http-equiv=" + kName + " content=", ">",
       [](std::string_view v) { return escaped(v, " \t'\"&>=`<", reference); }, any},
      {"HTML without quotes, raw", "<meta http-equiv=" + kName + " content=", " name=a>",
       [](std::string_view v) { return escaped(v, " \t\"'>&", reference); }, no_ampersand},
      {"nginx, double quotes", "server {\n  add_header X-Frame-Options DENY;\n  add_header " + kName + " \"",
       "\" always;\n}\n", [](std::string_view v) { return escaped(v, "\"\\", backslash); }, any},
      {"nginx, single quotes", "add_header " + kName + " '", "';\nadd_header X-Frame-Options DENY;\n",
       [](std::string_view v) { return escaped(v, "'\\", backslash); }, any},
      {"nginx, more escapes than needed", "add_header " + kName + " '", "';\n",
       [](std::string_view v) { return escaped(v, "'\"\\", backslash); }, any},
      {"nginx without quotes", "add_header " + kName + " ", " always;\nadd_header X-Frame-Options DENY;\n", as_is,
       bare_word},
  };
  return kLanguages;
}

std::string random_value(Random& random, std::size_t most) {
  static constexpr std::string_view kPieces[] = {"script-src", "'self'",   "'none'", " ",
                                                 " ",          "; ",       ";",      "https://a.example",
                                                 "\"",         "'",        "\\",     "\\\\",
                                                 "&",          "&lt",      "&amp;",  "&quot;",
                                                 "lt;",        "#39;",     "t",      "n",
                                                 "<",          ">",        "=",      "`",
                                                 "{",          "}",        "(",      ")",
                                                 "\t",         "\xC3\xBC", "a",      "0",
                                                 "/",          "//",       "*",      "default-src 'self'",
                                                 "\\u0041",    ",",        "%20"};
  std::string value;
  const std::size_t count = random.below(most) + 1;
  for (std::size_t i = 0; i < count; ++i) value += kPieces[random.below(std::size(kPieces))];
  return value;
}

const http::Field* policy_field(const http::Paste& paste) {
  if (paste.responses.empty()) return nullptr;
  for (const http::Field& field : paste.responses[paste.chosen].fields) {
    if (text::iequals(field.name, "content-security-policy")) return &field;
  }
  return nullptr;
}

std::string value_read(std::string_view text) {
  text::Source source(text);
  const http::Paste paste = http::read_paste(source);
  const http::Field* field = policy_field(paste);
  return field == nullptr ? "(no policy)" : std::string(field->value.text());
}

bool is_edge(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

std::string applied(std::string_view text, const std::vector<Edit>& edits) {
  return testing::apply(Fix{"", Applicability::Safe, edits}, text);
}

std::string trimmed(std::string_view text) { return std::string(text::trim(text)); }

TEST_CASE("edits of values read as they were meant, in every language") {
  Random random(20261128);
  for (const Language& language : languages()) {
    int written = 0;
    int refused = 0;
    for (int round = 0; round < 1500; ++round) {
      const std::string value = trimmed(random_value(random, 12));
      if (!language.carries(value)) continue;
      const std::string text = language.before + language.spell(value) + language.after;
      text::Source source(text);
      const http::Paste paste = http::read_paste(source);
      const http::Field* field = policy_field(paste);
      // What a language makes of odd characters is for its reader's tests.
      if (field == nullptr || field->value.text() != value) continue;
      std::vector<Edit> edits;
      std::string wanted;
      std::size_t at = 0;
      for (int i = 0; i < 2; ++i) {
        std::size_t from = at + random.below(value.size() - at + 1);
        std::size_t to = from + random.below(value.size() - from + 1);
        if (random.below(2) == 0) to = from;
        if (i == 1 && random.below(2) == 0) from = to = value.size();
        if (!is_edge(value, from) || !is_edge(value, to)) continue;
        const Span span = from < to  ? field->value.to_source(from, to)
                          : from > 0 ? Span{field->value.to_source(0, from).end, field->value.to_source(0, from).end}
                                     : field->value.to_source(0, 0);
        const std::string added = random.below(4) == 0 ? "" : random_value(random, 4);
        edits.push_back({span, added});
        wanted += value.substr(at, from - at) + added;
        at = to;
      }
      wanted += value.substr(at);
      const SpelledEdits spelled = spell_edits(text, edits);
      if (!spelled.refusal.empty()) {
        ++refused;
        continue;
      }
      ++written;
      const std::string after = applied(text, spelled.edits);
      INFO(language.name << "\n" << text << "\n" << after);
      REQUIRE(testing::fault_of(Fix{"", Applicability::Safe, spelled.edits}, text + " ") !=
              "fix with overlapping edits");
      // A value without anything is no field in some languages.
      if (trimmed(wanted).empty()) continue;
      REQUIRE(trimmed(value_read(after)) == trimmed(wanted));
    }
    INFO(language.name);
    CHECK(written > (language.carries(" ") ? 700 : 100));
    CHECK(refused * 20 <= written);
  }
}

TEST_CASE("what a language can't say is refused") {
  const auto refusal = [](std::string_view text, std::string_view behind, std::string added) {
    const auto at = static_cast<std::uint32_t>(text.find(behind) + behind.size());
    return spell_edits(text, {{{at, at}, std::move(added)}}).refusal;
  };
  CHECK(refusal("add_header Content-Security-Policy 'script-src';", "script-src", " $a") != "");
  CHECK(refusal("add_header Content-Security-Policy 'script-src';", "script-src", std::string(4100, 'a')) != "");
  CHECK(refusal("add_header Content-Security-Policy 'script-src';", "script-src", " a") == "");
  CHECK(refusal("add_header Content-Security-Policy 'script-src';", "add_h", "a") != "");
  CHECK(refusal("Content-Security-Policy: script-src\nA: b", "script-src", "\nA: b") != "");
  CHECK(refusal("<meta http-equiv=Content-Security-Policy content>", "content", "a") != "");
  CHECK(refusal("nothing at all", "nothing", "a") != "");
  CHECK(spell_edits(std::string(kMaxInputBytes + 1, 'a'), {{{1, 1}, "a"}}).refusal != "");
  // Out of order, upside down, beyond the end.
  const std::string_view line = "Content-Security-Policy: script-src a b";
  CHECK(spell_edits(line, {{{36, 36}, "x"}, {{35, 35}, "y"}}).refusal != "");
  CHECK(spell_edits(line, {{{37, 36}, "x"}}).refusal != "");
  CHECK(spell_edits(line, {{{39, 400}, "x"}}).refusal != "");
}

TEST_CASE("a fix in a configuration or a page is spelled in its language, and holds what it promises") {
  static constexpr std::string_view kValues[] = {"script-src *",
                                                 "script-src 'self' 'unsafe-inline'; object-src 'self",
                                                 "default-src self",
                                                 "script-src https:",
                                                 "script-src 'none' 'self'; frame-ancestors x",
                                                 "scriptsrc 'self'",
                                                 "default-src 'self'; default-src 'none'",
                                                 "script-src 'nonce-a' 'unsafe-inline'; report-uri",
                                                 "img-src 'self' \"https://a.example\"",
                                                 "script-src data:",
                                                 "script-src 'self' http://a.example; upgrade-insecure-requests x",
                                                 "sandbox allow-script"};
  int tried = 0;
  for (const Language& language : languages()) {
    for (const std::string_view value : kValues) {
      if (!language.carries(value)) continue;
      const std::string text = language.before + language.spell(value) + language.after;
      const Report report = analyze(text);
      for (const Finding& finding : report.findings) {
        INFO(language.name << "\n" << text);
        CHECK(testing::fault_of_fix(report, finding, testing::judge_paste) == "");
        tried += finding.fix.has_value();
      }
    }
  }
  CHECK(tried > 60);
}

TEST_CASE("words that nginx reads without quotes get them with the first blank") {
  const Report report = analyze(
      "add_header X-Content-Type-Options no-sniff;\nadd_header Referrer-Policy unsafe-url;\n"
      "add_header Strict-Transport-Security max-age=0;\nadd_header Content-Security-Policy script-src;\n");
  int fixes = 0;
  for (const Finding& finding : report.findings) {
    if (!finding.fix) continue;
    ++fixes;
    INFO(finding.rule->id);
    CHECK(testing::fault_of_fix(report, finding, testing::judge_paste) == "");
    const std::string after = testing::apply(*finding.fix, report.source);
    text::Source source(after);
    CHECK(http::read_paste(source).responses.at(0).fields.size() == 4);
  }
  CHECK(fixes > 1);
}

}  // namespace spelling_test
}  // namespace headstrong
