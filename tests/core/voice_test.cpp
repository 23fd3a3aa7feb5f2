// How texts are written (core/docs/voice.md): what of that a test can hold. The lists of banned phrases and
// of browsers' names are read from that page, so that the page and the test can't part.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/catalogue.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/differences.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/text_report.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/files.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace voice_test {

using Words = std::vector<std::string>;

/// The lines of a fence of voice.md, in lower case.
Words listed(std::string_view fence) {
  Words words;
  bool inside = false;
  for (const std::string& line : testing::lines_of(testing::read_file(testing::root() + "core/docs/voice.md"))) {
    if (line == "```" + std::string(fence)) {
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      words.push_back(text::lowered(line));
    }
  }
  return words;
}

const Words& banned() {
  static const Words kBanned = listed("banned");
  return kBanned;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/// Where `phrase` (lower case) stands in `text` as whole words; npos if nowhere.
std::size_t find_words(std::string_view text, std::string_view phrase) {
  for (std::size_t at = text.find(phrase); at != std::string_view::npos; at = text.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    const bool starts = at == 0 || !is_word_character(text[at - 1]);
    const bool ends = end == text.size() || !is_word_character(text[end]);
    if (starts && ends) return at;
  }
  return std::string_view::npos;
}

/// The first banned phrase of a text with what is around it; empty if there is none. What the paste holds
/// itself may be quoted.
std::string banned_in(std::string_view text, std::string_view paste = {}) {
  std::string low = text::lowered(text);
  std::replace(low.begin(), low.end(), '\n', ' ');
  const std::string quoted = text::lowered(paste);
  for (const std::string& phrase : banned()) {
    const std::size_t at = find_words(low, phrase);
    if (at == std::string::npos || find_words(quoted, phrase) != std::string::npos) continue;
    const std::size_t start = at < 40 ? 0 : at - 40;
    return "\"" + phrase + "\" in \"" + std::string(text.substr(start, phrase.size() + 80)) + "\"";
  }
  return {};
}

/// A name of a browser that is not of the one set, with what is around it.
std::string foreign_browser_in(std::string_view text, std::string_view paste = {}) {
  for (const std::string_view name : {"Chrome", "Edge", "Safari"}) {
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      const bool whole =
          (at == 0 || !is_word_character(text[at - 1])) && (end == text.size() || !is_word_character(text[end]));
      const bool known = name == "Safari" && text.substr(end, 9) == " (WebKit)";
      if (!whole || known || paste.find(name) != std::string_view::npos) continue;
      const std::size_t start = at < 40 ? 0 : at - 40;
      return std::string(text.substr(start, name.size() + 80));
    }
  }
  return {};
}

/// How many sentences a text has: a full stop, question or exclamation mark, then the end or a blank and a
/// capital.
std::size_t sentences_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '.' && text[at] != '!' && text[at] != '?') continue;
    const bool last = at + 1 == text.size();
    const bool next = at + 2 < text.size() && text[at + 1] == ' ' && text[at + 2] >= 'A' && text[at + 2] <= 'Z';
    if (last || next) ++count;
  }
  return count;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find_first_of(" ,.:")); }

void check_words(std::string_view text, std::string_view paste = {}) {
  CHECK(banned_in(text, paste) == "");
  CHECK(foreign_browser_in(text, paste) == "");
}

/// A place that was not filled in: {0}, or an empty pair of braces.
bool has_open_place(std::string_view text) {
  for (char digit = '0'; digit <= '9'; ++digit) {
    if (text.find(std::string({'{', digit, '}'})) != std::string_view::npos) return true;
  }
  return false;
}

TEST_CASE("voice: the checks themselves find what they look for") {
  REQUIRE(banned().size() > 40);
  CHECK(banned_in("a word that Stands there") != "");
  CHECK(banned_in("It is upstanding, as standards are.") == "");
  CHECK(banned_in("browsers pass\nover it") != "");
  CHECK(banned_in("stands, as pasted", "it stands") == "");
  CHECK(foreign_browser_in("Chrome does") != "");
  CHECK(foreign_browser_in("X-ChromeLogger and Chromium") == "");
  CHECK(foreign_browser_in("in Safari, too") != "");
  CHECK(foreign_browser_in("in Safari (WebKit), too") == "");
  CHECK(sentences_in("One. Two: 1.5 of it. Three") == 2);
  CHECK(sentences_in("One https://a.example. Two!") == 2);
  CHECK(has_open_place("a {1} b"));
}

TEST_CASE("voice: rules have the shape that voice.md gives them") {
  // Advice is an order: it begins with a verb. A further verb goes in here.
  const std::set<std::string_view> orders = {
      "Add",      "Allow",  "Also",    "Answer",   "Ask",      "Check", "Compare",  "Compute", "Correct",
      "Delete",   "Encode", "End",     "Find",     "Generate", "If",    "Keep",     "Leave",   "Let",
      "List",     "Make",   "Merge",   "Move",     "Name",     "Never", "Open",     "Put",     "Raise",
      "Redirect", "Remove", "Replace", "Restrict", "Rewrite",  "Send",  "Separate", "Serve",   "Start",
      "Switch",   "Test",   "Try",     "Use",      "Unless",   "When",  "Write",    "Give",    "Trust"};
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    CHECK(rule->title.size() <= 60);
    CHECK(sentences_in(rule->title) == 0);
    CHECK(sentences_in(rule->message) == 1);
    if (!rule->several.empty()) CHECK(sentences_in(rule->several) == 1);
    CHECK(sentences_in(rule->why) <= 2);
    CHECK(rule->why.size() <= 420);
    CHECK(rule->advice.size() <= 420);
    INFO(first_word(rule->advice));
    CHECK(orders.count(first_word(rule->advice)) == 1);
    for (const std::string_view text : {rule->title, rule->message, rule->several, rule->why, rule->advice})
      check_words(text);
  }
}

/// Everything that a report says in words.
void check_report(const Report& report, std::string_view paste) {
  check_words(report.input.description, paste);
  for (const std::string& notice : report.input.notices) check_words(notice, paste);
  for (const ProtectionGrade& protection : report.grade.protections) {
    check_words(protection.summary, paste);
    CHECK(sentences_in(protection.summary) <= 2);
  }
  for (const Finding& finding : report.findings) {
    const std::string message = message_of(finding);
    INFO(finding.rule->id);
    CHECK((has_open_place(paste) || !has_open_place(message)));
    CHECK(message.back() == '.');
    check_words(message, paste);
    if (finding.fix) check_words(finding.fix->title, paste);
    for (const Related& related : finding.related) check_words(related.label, paste);
  }
  check_words(to_text(report), paste);
  std::string markdown = to_markdown(report);
  markdown.erase(std::remove(markdown.begin(), markdown.end(), '\\'), markdown.end());
  check_words(markdown, paste);
}

TEST_CASE("voice: reports of the rules' examples are plain") {
  for (const RuleInfo* rule : rule_catalogue()) {
    INFO(rule->id);
    for (const std::string_view paste : {rule->bad, rule->good}) check_report(analyze(paste), paste);
  }
}

TEST_CASE("voice: reports of the goldens and of real header sets are plain") {
  for (const std::string_view folder : {"tests/golden", "site/examples"}) {
    for (const std::string& path : testing::files_below(testing::root() + std::string(folder), ".http")) {
      INFO(path);
      const std::string paste = testing::read_file(path);
      check_report(analyze(paste), paste);
    }
  }
  for (const testing::RealResponse& response : testing::real_responses(20)) {
    const std::string paste = testing::as_message(response);
    INFO(paste);
    check_report(analyze(paste), paste);
  }
}

TEST_CASE("voice: what hardening says is plain") {
  for (
      const std::string_view paste :
      {std::string_view(""), std::string_view("HTTP/1.1 200 OK\nContent-Type: text/html\nServer: nginx/1.2.3\n"),
       std::string_view(
           "Content-Security-Policy: script-src self 'unsafe-inline' 'unsafe-eval' https: blob:; img-src http://a.example; "
           "base-uri *; form-action *\nX-Frame-Options: ALLOW-FROM https://a.example\nFeature-Policy: camera 'none'\n"
           "Strict-Transport-Security: max-age=1\nAccess-Control-Allow-Origin: *\nX-XSS-Protection: 1\n"),
       std::string_view(
           "Content-Security-Policy-Report-Only: default-src 'self'; report-uri /r\nContent-Type: text/html\n")}) {
    for (const Site site : {Site::Static, Site::Ssr, Site::Spa, Site::Api, Site::Mixed}) {
      for (const Inline scripts : {Inline::None, Inline::Nonce, Inline::Hash}) {
        for (const Reporting reporting : {Reporting::None, Reporting::ReportOnly, Reporting::Both}) {
          HardenOptions options;
          options.site = site;
          options.inline_scripts = scripts;
          options.reporting = reporting;
          options.endpoint = "/reports";
          for (const HardenChange& change : harden(paste, options).changes) {
            INFO(change.header);
            check_words(change.sentence, paste);
          }
        }
      }
    }
  }
}

TEST_CASE("voice: what targets write and say is plain") {
  const HeaderSet headers = {{"Content-Security-Policy", "default-src 'none'; script-src 'nonce-{{nonce}}'"},
                             {"X-Frame-Options", "DENY"},
                             {"Referrer-Policy", "no-referrer"},
                             {"X-Content-Type-Options", "nosniff"},
                             {"Strict-Transport-Security", "max-age=31536000; includeSubDomains"}};
  const HeaderSet plain = {{"Content-Security-Policy", "default-src 'none'"}, {"Permissions-Policy", "camera=()"}};
  for (const TargetInfo& target : targets()) {
    INFO(target.id);
    check_words(target.limits);
    check_words(target.coverage);
    for (const TargetOption& option : target.options) check_words(option.meaning);
    for (const HeaderSet& set : {headers, plain}) {
      const EmitResult result = emit(set, target.id);
      if (result.refusal) check_words(result.refusal->reason);
      for (const EmitWarning& warning : result.warnings) check_words(warning.message);
      for (const EmitFile& file : result.files) {
        check_words(file.place);
        check_words(file.text);
      }
    }
  }
}

TEST_CASE("voice: where browsers differ is told in plain words") {
  for (const decide::EngineDifference& row : decide::engine_differences()) check_words(row.what);
}

/// The string literals of a C++ source, those that stand beside each other joined; comments are left out.
Words literals_of(std::string_view source) {
  Words found;
  bool joins = false;
  for (std::size_t at = 0; at < source.size(); ++at) {
    const char c = source[at];
    if (c == '/' && at + 1 < source.size() && source[at + 1] == '/') {
      at = std::min(source.find('\n', at), source.size());
    } else if (c == '/' && at + 1 < source.size() && source[at + 1] == '*') {
      at = std::min(source.find("*/", at + 2), source.size() - 2) + 1;
    } else if (c == '\'') {
      const bool digits = at > 0 && is_word_character(source[at - 1]);  // 1'000
      if (digits) continue;
      for (++at; at < source.size() && source[at] != '\''; ++at) {
        if (source[at] == '\\') ++at;
      }
      joins = false;
    } else if (c == '"') {
      std::string literal;
      for (++at; at < source.size() && source[at] != '"'; ++at) {
        if (source[at] == '\\' && at + 1 < source.size()) {
          ++at;
          literal += source[at] == 'n' ? '\n' : source[at];
        } else {
          literal += source[at];
        }
      }
      if (joins) {
        found.back() += literal;
      } else {
        found.push_back(std::move(literal));
      }
      joins = true;
    } else if (c != ' ' && c != '\n' && c != '\t') {
      joins = false;
    }
  }
  return found;
}

TEST_CASE("voice: no text in the core or the program has a banned phrase") {
  CHECK(literals_of("f(\"a \" // no \"b\"\n  \"c\", 'x', \"d\\\"\"); /* \"e\" */") == Words{"a c", "d\""});
  const std::string root = testing::root() + "core/";
  std::size_t texts = 0;
  for (const std::string_view folder : {"src", "tools", "include"}) {
    for (const std::string_view ending : {".cpp", ".hpp", ".def"}) {
      for (const std::string& path : testing::files_below(root + std::string(folder), ending)) {
        // What browsers, programs and people write, which is looked for in pastes.
        if (path.find("/http/messages/") != std::string::npos || path.find("/http/looks.cpp") != std::string::npos)
          continue;
        for (const std::string& literal : literals_of(testing::read_file(path))) {
          INFO(path);
          CHECK(foreign_browser_in(literal) == "");
          if (literal.find(' ') == std::string::npos) continue;
          ++texts;
          check_words(literal);
        }
      }
    }
  }
  CHECK(texts > 2500);
}

TEST_CASE("voice: the README and the core's pages are plain") {
  std::vector<std::string> pages = {"README.md", "core/README.md", "wasm/package.md"};
  for (const std::string& path : testing::files_below(testing::root() + "core/docs", ".md")) {
    if (path.find("voice.md") == std::string::npos) pages.push_back(path.substr(testing::root().size()));
  }
  for (const std::string& page : pages) {
    INFO(page);
    check_words(testing::read_file(testing::root() + page));
  }
}

}  // namespace voice_test
}  // namespace headstrong
