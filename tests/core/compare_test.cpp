// What changed between two policies: the sentences, that equal meaning gives none, and, against brute
// force, that no difference goes without a witness and no witness is wrong.
#include "headstrong/compare.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"
#include "headstrong/catalogue.hpp"
#include "headstrong/json.hpp"
#include "headstrong/lines.hpp"
#include "headstrong/text_report.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/policies.hpp"

namespace headstrong {
namespace compare_test {

using decide::Change;
using decide::kProfileCount;
using decide::RequestType;
using decide::Witness;
using testing::Random;

constexpr std::string_view kPage = "https://site.example/";

std::string response(std::string_view policy) {
  return "HTTP/1.1 200 OK\r\nContent-Security-Policy: " + std::string(policy) + "\r\n";
}

std::vector<std::string> sentences(std::string_view before, std::string_view after) {
  std::vector<std::string> out;
  for (const Witness& witness : compare(before, after).witnesses) out.push_back(witness.sentence);
  return out;
}

// --- words ---------------------------------------------------------------------------------------

struct Row {
  std::string_view before;
  std::string_view after;
  std::string_view expected;  // one line a witness
};

constexpr Row kRows[] = {
    {"worker-src 'none'; script-src 'self'", "worker-src 'none'; script-src 'self' https:",
     "Any https host can now serve scripts, e.g. https://x.example/a.js.\n"},
    {"worker-src 'none'; script-src 'self' https:", "worker-src 'none'; script-src 'self'",
     "No other https host can serve scripts any more, e.g. https://x.example/a.js.\n"},
    {"object-src 'none'; img-src 'self'",
     "object-src 'none'; img-src 'self' https://a.example *.b.example:8443 https://c.example/i/",
     "https://a.example, any https subdomain of b.example on port 8443 and https://c.example below /i/ "
     "can now serve images, e.g. https://a.example/a.png.\n"},
    {"font-src 'self'", "font-src 'self' data:", "Any data: URL can now serve fonts, e.g. data:text/plain,x.\n"},
    {"object-src 'none'; img-src 'none'", "object-src 'none'; img-src 'self'",
     "The page's own origin can now serve images, e.g. https://site.example/a.png.\n"},
    {"object-src 'none'; img-src *", "object-src 'none'; img-src https:",
     "No http host can serve images any more, e.g. http://x.example/a.png.\n"
     "No data: URL can serve images any more in Safari (WebKit) only, e.g. data:text/plain,x.\n"},
    {"font-src *", "", "Any data: or blob: URL can now serve fonts, e.g. data:text/plain,x.\n"},
    {"img-src 'none'", "img-src https://a.example",
     "https://a.example can now serve images, e.g. https://a.example/a.png.\n"
     "https://a.example can now serve images to an <object> in Safari (WebKit) only, e.g. https://a.example/a.png.\n"
     "https://a.example can now serve images to an <embed> in Safari (WebKit) only, e.g. https://a.example/a.png.\n"},
    {"font-src 'none'", "", "Any URL can now serve fonts, e.g. https://x.example/a.woff2.\n"},
    {"style-src-elem 'self'", "style-src-elem 'self' 'unsafe-inline'", "Any inline style sheet can now apply.\n"},
    {"script-src-attr 'none'", "script-src-attr 'unsafe-hashes' 'sha256-CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E='",
     "Event handler attributes with the hash `sha256-CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E=` can now run.\n"},
    {"script-src-attr 'none'; script-src 'self'", "script-src-attr 'none'; script-src 'self' 'unsafe-eval'",
     "Scripts can now make code from text with eval().\n"
     "Scripts can now compile WebAssembly in Chromium and Firefox and in the specification.\n"},
    {"frame-ancestors 'none'", "frame-ancestors https://a.example",
     "https://a.example can now frame this page, e.g. https://a.example/a.\n"},
    {"trusted-types a", "trusted-types a b", "Scripts can now create the Trusted Types policy `b`.\n"},
    // What no policy names is "other", on a named host as well.
    {"object-src 'none'; img-src 'self' https: http:",
     "object-src 'none'; img-src 'self' https://a.example *.b.example",
     "No other http or https host can serve images any more, e.g. https://x.example/a.png.\n"},
    // A host for which another one stands is named all the same, in the order of the policies.
    {"font-src 'self'", "font-src 'self' https://a.example https://b.example:8443 https://c.example",
     "https://a.example, https://b.example:8443 and https://c.example can now serve fonts, e.g. https://a.example/a.woff2.\n"},
    // What all engines have in common comes first, then what only some do.
    {"worker-src 'none'; script-src 'none'; block-all-mixed-content",
     "worker-src 'none'; script-src 'nonce-a' 'nonce-b'; block-all-mixed-content",
     "Any https host, data: URL or blob: URL can now serve scripts that carry the nonce `a` or `b`, e.g. https://x.example/a.js.\n"
     "Inline scripts with the nonce `a` or `b` can now run.\n"},
    {"default-src 'none'; font-src https: http:; block-all-mixed-content", "default-src 'none'; font-src https: http:",
     "Any http host can now serve fonts in browsers, but not in the specification, e.g. http://x.example/a.woff2.\n"
     "Any http host can now be prefetched in Chromium only, e.g. http://x.example/a.\n"},
    // A change in its true breadth.
    {"font-src https://a.example", "font-src https://a.example:*",
     "https://a.example on any other port can now serve fonts, e.g. https://a.example:80/a.woff2.\n"},
    {"font-src https://a.example:*", "font-src https://a.example",
     "https://a.example on any other port can no longer serve fonts, e.g. https://a.example:80/a.woff2.\n"},
    {"font-src https://a.example/f/", "font-src https://a.example",
     "https://a.example on any other path can now serve fonts, e.g. https://a.example/a.woff2.\n"},
    {"font-src https://*.a.example", "font-src https://w.a.example",
     "No other https subdomain of a.example can serve fonts any more, e.g. https://other-host.a.example/a.woff2.\n"},
    {"font-src https://w.a.example", "font-src https://*.a.example",
     "Any https subdomain of a.example can now serve fonts, e.g. https://other-host.a.example/a.woff2.\n"},
    // One host more is one sentence: workers come from the page's own origin, whatever is listed.
    {"script-src 'self'", "script-src 'self' https://cdn.example",
     "https://cdn.example can now serve scripts, e.g. https://cdn.example/a.js.\n"},
    // A nonce is a new one with every response.
    {"script-src 'nonce-abc' 'strict-dynamic'", "script-src 'nonce-xyz' 'strict-dynamic'", ""},
    {"font-src 'self'; script-src 'nonce-abc'; style-src 'nonce-abc'",
     "font-src 'self'; script-src 'nonce-xyz'; style-src 'nonce-xyz' 'unsafe-inline'", ""},
    {"img-src 'self'; font-src 'none'", "img-src 'self'; font-src 'none'; upgrade-insecure-requests", ""},
    {"default-src 'self' https:; upgrade-insecure-requests", "default-src 'self' https:", ""},
    {"font-src 'self'", "font-src 'self' https://a.example; upgrade-insecure-requests",
     "https://a.example can now serve fonts, e.g. https://a.example/a.woff2.\n"},
    {"font-src 'self'; upgrade-insecure-requests",
     "font-src 'self' https:", "Any https host can now serve fonts, e.g. https://x.example/a.woff2.\n"},
    // Whether WebKit still takes a host without a scheme for the page's hangs on a policy after the sandbox.
    {"sandbox allow-scripts; media-src a.example", "sandbox allow-scripts; media-src a.example, report-uri /r",
     "https://a.example can no longer serve audio in Safari (WebKit) only, e.g. https://a.example/a.mp3.\n"
     "https://a.example can no longer serve video in Safari (WebKit) only, e.g. https://a.example/a.mp4.\n"
     "https://a.example can no longer serve text tracks in Safari (WebKit) only, e.g. https://a.example/a.vtt.\n"},
    {"require-trusted-types-for 'script'; form-action 'self'", "form-action 'self'; require-trusted-types-for 'script'",
     ""},
};

TEST_CASE("a change is said in plain sentences") {
  for (const Row& row : kRows) {
    CAPTURE(row.before, row.after);
    std::string found;
    for (const std::string& sentence : sentences(response(row.before), response(row.after))) {
      found += sentence + "\n";
    }
    CHECK(found == row.expected);
  }
}

TEST_CASE("what no verdict shows is said in one sentence each") {
  constexpr struct {
    std::string_view before, after, note;
  } kNotes[] = {
      {"script-src 'nonce-abc'", "script-src 'nonce-xyz'", "The nonce has changed"},
      {"script-src 'nonce-abc'; style-src 'nonce-def'", "script-src 'nonce-x'; style-src 'nonce-y'",
       "The nonce has changed"},
      {"font-src *", "font-src *; upgrade-insecure-requests", "Browsers now request http URLs over https"},
      {"font-src *; upgrade-insecure-requests", "font-src *", "Browsers no longer request http URLs"},
      {"font-src *; report-uri /a", "font-src *; report-uri /b",
       "Violations are now reported to `/b`, no longer to `/a`."},
      {"font-src *", "font-src *; report-to g", "Violations are now reported to `g`."},
      {"font-src *; report-uri /a", "font-src *", "Violations are no longer reported to `/a`."},
      {"font-src *; report-uri /a", "font-src *; report-uri /a; report-to g",
       "Violations are now also reported to `g`."},
      {"sandbox allow-scripts allow-same-origin", "sandbox allow-scripts allow-same-origin allow-modals",
       "The sandbox now has `allow-modals`."},
      {"font-src *; report-uri /a", "font-src *; report-uri /b /c /d /e /f",
       "Violations are now reported to `/b`, `/c`, `/d` and 2 others, no longer to `/a`."},
      {"sandbox allow-scripts allow-same-origin allow-modals", "sandbox allow-scripts allow-same-origin",
       "The sandbox no longer has `allow-modals`."},
  };
  for (const auto& row : kNotes) {
    CAPTURE(row.before, row.after);
    const Comparison comparison = compare(response(row.before), response(row.after));
    CHECK(comparison.witnesses.empty());
    REQUIRE(comparison.notes.size() == 1);
    CHECK(comparison.notes[0].find(row.note) == 0);
  }
  const auto first_note = [](std::string_view before, std::string_view after) {
    return compare(response(before), response(after)).notes.at(0);
  };
  CHECK(first_note("font-src *", "font-src *; sandbox") == "The page is now sandboxed with no permissions.");
  CHECK(first_note("font-src *", "font-src *; sandbox allow-scripts") ==
        "The page is now sandboxed, with `allow-scripts`.");
  // A flag that no browser knows changes nothing.
  CHECK(compare(response("sandbox allow-scripts"), response("sandbox allow-scripts allow-all")).notes.empty());
  CHECK(first_note("font-src *; sandbox", "font-src *") == "The page is no longer sandboxed.");
  // Another nonce beside another change: only that is told, and with the later nonce.
  const Comparison both = compare(response("worker-src 'none'; script-src 'none'; style-src 'nonce-abc'"),
                                  response("worker-src 'none'; script-src 'nonce-xyz'; style-src 'nonce-xyz'"));
  CHECK(both.notes.size() == 1);
  for (const Witness& witness : both.witnesses) {
    INFO(witness.sentence);
    CHECK(witness.request.nonce == "xyz");
    CHECK(witness.sentence.find("abc") == std::string::npos);
  }
  CHECK_FALSE(both.witnesses.empty());
}

TEST_CASE("where http is what differs, an https page is said to get nothing over it") {
  const auto says_so = [](std::string_view before, std::string_view after, const std::string& page) {
    const std::string start = "HTTP/1.1 200 OK\nContent-Security-Policy: ";
    const Comparison comparison = compare("$ curl -si " + page + "\n" + start + std::string(before) + "\n",
                                          "$ curl -si " + page + "\n" + start + std::string(after) + "\n");
    CAPTURE(before, after, page);
    CHECK(comparison.page == page);
    CHECK_FALSE(comparison.witnesses.empty());
    return std::any_of(comparison.notes.begin(), comparison.notes.end(),
                       [](const std::string& note) { return note.find("(mixed content)") != std::string::npos; });
  };
  const std::string safe = "https://site.example/";
  const std::string plain = "http://site.example/";
  CHECK(says_so("script-src https:", "script-src *", safe));
  CHECK(says_so("font-src *", "font-src https:", safe));
  CHECK(says_so("connect-src wss:", "connect-src wss: ws:", safe));
  CHECK_FALSE(says_so("script-src https:", "script-src *", plain));
  CHECK_FALSE(says_so("script-src 'none'", "script-src https://a.example", safe));
  // Nothing of these is the page's own request.
  CHECK_FALSE(says_so("form-action https:", "form-action *", safe));
  CHECK_FALSE(says_so("frame-ancestors https:", "frame-ancestors *", safe));
}

TEST_CASE("headers that are not compared are named where they differ") {
  const std::string plain = "HTTP/1.1 200 OK\nServer: x\n";
  const std::string guarded = "HTTP/1.1 200 OK\nX-Content-Type-Options: nosniff\nServer: y\n";
  const Comparison comparison = compare(guarded, plain);
  CHECK(comparison.witnesses.empty());
  REQUIRE(comparison.notes.size() == 1);
  CHECK(comparison.notes[0].find("These also differ: X-Content-Type-Options, Server.") != std::string::npos);
  CHECK(compare(plain, plain).notes.empty());
  // What was not copied is not known to be absent.
  CHECK(compare("X-Content-Type-Options: nosniff", "Content-Security-Policy: img-src *").notes.empty());
}

TEST_CASE("framing headers, delivery, disposition and the page's address are taken into account") {
  const std::string bare = "HTTP/1.1 200 OK\r\nServer: a\r\n";
  CHECK(sentences(bare, bare + "X-Frame-Options: DENY\r\n").size() == 1);
  CHECK(sentences(bare + "X-Frame-Options: DENY\r\n", bare + "Content-Security-Policy: frame-ancestors 'none'\r\n")
            .empty());
  const std::string same_origin = sentences(bare, bare + "X-Frame-Options: SAMEORIGIN\r\n").at(0);
  CHECK(same_origin.find("No URL outside the page's own origin can frame this page any more") == 0);

  const Comparison reported = compare(bare, bare + "Content-Security-Policy-Report-Only: script-src 'self'\r\n");
  CHECK(reported.witnesses.empty());
  REQUIRE(reported.notes.size() == 1);
  CHECK(reported.notes[0].find("Report-only") == 0);

  // A meta element may not say who frames the page.
  const std::string meta =
      "<!doctype html><head><meta http-equiv=\"Content-Security-Policy\" content=\"frame-ancestors 'none'";
  CHECK(sentences(bare, meta + "\">").empty());
  CHECK_FALSE(sentences(bare, meta + "; img-src 'none'\">").empty());

  // 'self' is the same origin on both sides.
  const std::string verbose =
      "* Connected\n> GET / HTTP/1.1\n> Host: a.test\n>\n< HTTP/1.1 200 OK\n"
      "< Content-Security-Policy: img-src 'self'\n";
  const Comparison paged = compare("img-src 'self'", verbose);
  CHECK(paged.witnesses.empty());
  CHECK(compare("", "img-src 'none'").page == kPage);
  CHECK(compare("\x89PNG", "hello").notes.size() == 2);
  // What was not read is no page without a policy.
  const Comparison unread = compare("Header set Content-Security-Policy img-src *", "img-src 'none'");
  CHECK(unread.witnesses.empty());
  REQUIRE(unread.notes.size() == 1);
  CHECK(unread.notes[0].find("the earlier text") != std::string::npos);
  CHECK_FALSE(compare("", "img-src 'none'").witnesses.empty());
}

TEST_CASE("a place for a nonce is said to be one") {
  const std::string_view plain = "Content-Security-Policy: script-src 'self' 'unsafe-inline'";
  for (const std::string_view place : {"'nonce-{{nonce}}'", "'nonce-<?= $nonce ?>'", "'nonce-{{ csp_nonce }}'"}) {
    const Comparison comparison = compare(plain, std::string(plain) + " " + std::string(place));
    REQUIRE(comparison.notes.size() == 1);
    CHECK(comparison.notes[0].find("A nonce placeholder") == 0);
  }
  CHECK(compare(plain, std::string(plain) + " 'nonce-r4nd0m'").notes.empty());
}

TEST_CASE("no redirect is spoken of that can't happen") {
  // Each list admits a path of its own, so that no request is allowed that could be redirected.
  const std::string apart = "img-src https://a.example/one, img-src https://a.example/two";
  for (const std::string& sentence : sentences(response(apart), response("img-src 'none'"))) FAIL_CHECK(sentence);
  for (const std::string& sentence : sentences(response("img-src 'none'"), response(apart))) FAIL_CHECK(sentence);
  // Of what both admit, everything is said.
  const std::string joint =
      "img-src https://a.example/one https://b.example, img-src https://a.example/two https://b.example";
  CHECK(sentences(response("img-src 'none'"), response(joint)).size() >= 1);
}

TEST_CASE("equal meaning in another spelling gives no witness") {
  constexpr std::string_view kSpellings[][2] = {
      {"script-src 'self' https://a.example", "SCRIPT-SRC  https://A.example\t'SELF';"},
      {"default-src 'self'; img-src *", "img-src *; img-src 'none'; default-src 'self' 'self'"},
      {"default-src 'self' https://a.example",
       "default-src 'self' https://a.example; script-src 'self' https://a.example; font-src https://a.example 'self'; "
       "connect-src 'self' https://a.example; manifest-src 'self' https://a.example; worker-src 'self' https://a.example"},
      {"img-src 'none'", "img-src"},
      {"img-src 'self', font-src 'none'", "font-src 'none', img-src 'self'"},
      {"img-src 'self'; font-src 'none'", "font-src 'none', img-src 'self'"},
      {"sandbox allow-scripts allow-forms", "sandbox allow-forms ALLOW-SCRIPTS"},
      {"script-src 'nonce-abc' 'strict-dynamic' 'unsafe-inline'", "script-src 'nonce-abc' 'strict-dynamic'"},
      {"report-uri /a; img-src https:", "img-src https:; unknown-directive x"},
  };
  for (const auto& pair : kSpellings) {
    CAPTURE(pair[0], pair[1]);
    CHECK(sentences(response(pair[0]), response(pair[1])).empty());
    CHECK(sentences(response(pair[1]), response(pair[0])).empty());
  }
}

// --- brute force -----------------------------------------------------------------------------------

template <class List>
const auto& one_of(const List& list, Random& random) {
  return list[random.below(std::size(list))];
}

std::vector<std::string> words_of(std::string_view policies) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : std::string(policies) + " ") {
    if (std::string_view(" \t;,").find(c) == std::string_view::npos) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(word);
      word.clear();
    }
  }
  return words;
}

/// Parts of addresses, found in the words of both policies by nothing but looking for marks.
struct Parts {
  std::vector<std::string> schemes = {"https", "https", "http", "wss", "ws"};
  std::vector<std::string> hosts = {"site.example", "attacker.example", "q.attacker.com", "203.0.113.9", "[::1]"};
  std::vector<std::string> ports = {"", "", "", ":80", ":443", ":8080", ":1"};
  std::vector<std::string> paths = {"/", "/a.js", "/p/q.png", "/%61"};
  std::vector<std::string> whole = {"data:text/plain,1",  "blob:https://site.example/1",
                                    "blob:null/2",        "filesystem:https://site.example/temporary/1",
                                    "about:blank",        "javascript:a()",
                                    "mailto:a@b.example", "app://x/y"};
  std::vector<std::string> nonces = {"", "", "zzz"};
  std::vector<std::string> integrity = {"", "", "sha256-zzz"};
  std::vector<std::string> names = {"default", "other", "a b"};
};

void add_address(Parts& parts, std::string word) {
  const std::size_t mark = word.find("://");
  if (mark != std::string::npos) {
    parts.schemes.push_back(word.substr(0, mark));
    word.erase(0, mark + 3);
  }
  const std::size_t slash = std::min(word.find('/'), word.size());
  std::string path = word.substr(slash);
  path.resize(std::min(path.find_first_of("?#"), path.size()));
  word.resize(slash);
  const std::size_t colon = word.rfind(':');
  if (colon != std::string::npos && colon + 1 < word.size()) {
    const std::string port = word.substr(colon + 1);
    if (port.find_first_not_of("0123456789") == std::string::npos) parts.ports.push_back(":" + port);
    word.resize(colon);
  }
  if (word.size() > 2 && word.compare(0, 2, "*.") == 0) {
    word.erase(0, 2);
    parts.hosts.push_back("www." + word);
    parts.hosts.push_back("a.b." + word);
  }
  if (!word.empty() && word != "*") {
    parts.hosts.push_back(word);
    parts.hosts.push_back(word);
    parts.hosts.push_back("w" + word);
    parts.hosts.push_back("www." + word);
    const std::size_t dot = word.find('.');
    if (dot != std::string::npos) parts.hosts.push_back(word.substr(dot + 1));
    parts.hosts.push_back(word + ".");
    for (char& c : word) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    parts.hosts.push_back(word);
  }
  if (path.empty()) return;
  parts.paths.push_back(path);
  parts.paths.push_back(path + "x.js");
  parts.paths.push_back(path + "/y");
  parts.paths.push_back(path.substr(0, std::max<std::size_t>(path.size() - 1, 1)));
  if (path.size() > 1) parts.paths.push_back("/%" + std::to_string(60 + path[1] % 10) + path.substr(2));
  std::string other = path;
  for (char& c : other) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  parts.paths.push_back(other);
}

Parts parts_of(std::string_view before, std::string_view after) {
  Parts parts;
  for (const std::string_view policy : {before, after}) {
    for (const std::string& word : words_of(policy)) {
      if (word.compare(0, 7, "'nonce-") == 0) {
        parts.nonces.push_back(word.substr(7, word.size() - 8));
      } else if (word.compare(0, 4, "'sha") == 0) {
        parts.integrity.push_back(word.substr(1, word.size() - 2));
      } else if (word.back() == ':') {
        parts.schemes.push_back(word.substr(0, word.size() - 1));
        parts.whole.push_back(word + "x");
      } else if (word.front() != '\'') {
        parts.names.push_back(word);
        if (word.find_first_of(".:/*") != std::string::npos) add_address(parts, word);
      }
    }
  }
  return parts;
}

/// What the hashes of the made-up policies are of.
constexpr std::string_view kContents[] = {"", "__ran()", "a{}", "other()"};

decide::WitnessRequest random_request(RequestType type, const Parts& parts, Random& random) {
  decide::WitnessRequest request;
  request.type = type;
  switch (decide::request_needs(type)) {
    case decide::RequestNeeds::Url:
    case decide::RequestNeeds::Framing:
      if (random.below(6) == 0) {
        request.url = one_of(parts.whole, random);
      } else {
        request.url = one_of(parts.schemes, random) + "://" + one_of(parts.hosts, random) +
                      one_of(parts.ports, random) + one_of(parts.paths, random);
      }
      request.redirects = random.below(4) == 0 ? 1 : 0;
      break;
    case decide::RequestNeeds::Content: request.content = one_of(kContents, random); break;
    case decide::RequestNeeds::Name: request.name = one_of(parts.names, random); break;
    case decide::RequestNeeds::Nothing: break;
  }
  const bool script = type == RequestType::Script || type == RequestType::InlineScript;
  if (script || type == RequestType::Style || type == RequestType::InlineStyle || type == RequestType::StyleAttribute) {
    request.nonce = one_of(parts.nonces, random);
  }
  if (type == RequestType::Script) request.integrity = one_of(parts.integrity, random);
  if (script && random.below(3) == 0) request.parser_inserted = false;
  return request;
}

constexpr std::string_view kDirectives[] = {"default-src",  "script-src",     "script-src-elem", "script-src-attr",
                                            "style-src",    "style-src-elem", "style-src-attr",  "img-src",
                                            "connect-src",  "font-src",       "media-src",       "object-src",
                                            "child-src",    "frame-src",      "worker-src",      "manifest-src",
                                            "prefetch-src", "base-uri",       "form-action",     "frame-ancestors"};
constexpr std::string_view kSources[] = {"'self'",
                                         "'none'",
                                         "*",
                                         "https:",
                                         "http:",
                                         "data:",
                                         "blob:",
                                         "ws:",
                                         "wss:",
                                         "app:",
                                         "filesystem:",
                                         "'unsafe-inline'",
                                         "'unsafe-eval'",
                                         "'wasm-unsafe-eval'",
                                         "'strict-dynamic'",
                                         "'unsafe-hashes'",
                                         "'trusted-types-eval'",
                                         "'nonce-abc'",
                                         "'nonce-d+/='",
                                         "a.example",
                                         "*.a.example",
                                         "https://a.example",
                                         "http://a.example",
                                         "https://a.example:8443",
                                         "a.example:*",
                                         "*.a.example:443",
                                         "http://a.example:80",
                                         "https://a.example/js/",
                                         "https://a.example/js",
                                         "a.example/js/x.js",
                                         "https://a.example/js%2F",
                                         "b.a.example",
                                         "https://*",
                                         "https://*:8080",
                                         "*:8080",
                                         "https://*/lib/",
                                         "*:443/lib/",
                                         "site.example",
                                         "*.site.example",
                                         "https://site.example/js/",
                                         "http://site.example",
                                         "ws://a.example",
                                         "wss://a.example:9000/s",
                                         "127.0.0.1",
                                         "https://203.0.113.9",
                                         "app://x",
                                         "https://a.example?q",
                                         "https://a.example/js/?q",
                                         "https://a.example.",
                                         "a.example:080",
                                         "https://a.example/%E9",
                                         "https://a.example/a|b",
                                         "'unsafe-inline'x",
                                         "'sha256-6Qhg5TQ7Q7CCq8ks3EnCHRMQEpk1FHPPtBNRxTb8Xuk='",
                                         "'sha256-CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E='",
                                         "'sha256-CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E'",
                                         "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"};
constexpr std::string_view kOthers[] = {"upgrade-insecure-requests",
                                        "sandbox",
                                        "sandbox allow-scripts",
                                        "sandbox allow-forms allow-scripts",
                                        "require-trusted-types-for 'script'",
                                        "require-trusted-types-for x",
                                        "trusted-types",
                                        "trusted-types a default",
                                        "trusted-types *",
                                        "trusted-types 'none'"};

std::string made_up_directive(Random& random) {
  if (random.below(5) == 0) return std::string(one_of(kOthers, random));
  std::string text(one_of(kDirectives, random));
  for (std::size_t n = random.below(5); n > 0; --n) text += " " + std::string(one_of(kSources, random));
  return text;
}

std::string made_up_policy(Random& random) {
  std::string text = made_up_directive(random);
  for (std::size_t n = random.below(4); n > 0; --n) {
    text += (random.below(8) == 0 ? ", " : "; ") + made_up_directive(random);
  }
  return text;
}

/// One thing added, removed or bent.
std::string changed(const std::string& policy, Random& random) {
  std::vector<std::string> words = {""};
  for (const char c : policy) {  // every other word is what stands between two words
    const bool mark = std::string_view(" ;,").find(c) != std::string_view::npos;
    if (mark != (words.size() % 2 == 0)) words.emplace_back();
    words.back() += c;
  }
  const std::size_t at = random.below(words.size() + 1) / 2 * 2;
  std::string& word = words[std::min(at, words.size() - 1)];
  switch (random.below(10)) {
    case 0: return policy + "; " + made_up_directive(random);
    case 1: return policy + ", " + made_up_directive(random);
    case 2: return made_up_directive(random) + "; " + policy;
    case 3: word += " " + std::string(one_of(kSources, random)); break;
    case 4: word += " " + std::string(one_of(kSources, random)); break;
    case 5: word = std::string(one_of(kSources, random)); break;
    case 6: word.clear(); break;
    case 7: word = std::string(one_of(kDirectives, random)); break;
    case 8: {
      constexpr std::string_view kTails[] = {":8443", "/", "/js/", ":*", ".", "x", "?q"};
      word += one_of(kTails, random);
      break;
    }
    default: {
      constexpr std::string_view kHeads[] = {"https://", "http://", "*.", "x.", "wss://"};
      word = std::string(one_of(kHeads, random)) + word;
    }
  }
  std::string out;
  for (const std::string& part : words) out += part;
  return out;
}

/// The verdicts of both policies as they differ: profiles newly allowed and newly blocked.
struct Difference {
  std::array<bool, kProfileCount> allows{};
  std::array<bool, kProfileCount> blocks{};
};

/// Requests that browsers make: workers come from the page's own origin, data: URLs have a comma, blob:
/// URLs an origin, WebSockets a scheme of their own, and no redirect leads away from the network.
bool is_made(const decide::WitnessRequest& request) {
  const std::string scheme = request.url.substr(0, std::min(request.url.find(':'), request.url.size()));
  const auto is = [&scheme](std::initializer_list<std::string_view> schemes) {
    return std::find(schemes.begin(), schemes.end(), scheme) != schemes.end();
  };
  if (scheme == "data" && request.url.find(',') == std::string::npos) return false;
  if (request.url.compare(0, 7, "blob://") == 0 || request.url.compare(0, 13, "filesystem://") == 0) return false;
  const bool network = is({"http", "https"});
  const bool moved = request.redirects > 0;
  const bool own = request.url.compare(0, kPage.size(), kPage) == 0 && !moved;
  const RequestType type = request.type;
  if (type == RequestType::WebSocket) return is({"ws", "wss"}) && !moved;
  const auto needs = decide::request_needs(type);
  if (needs != decide::RequestNeeds::Url && needs != decide::RequestNeeds::Framing) return true;
  if ((moved && !network) || is({"ws", "wss", "ftp", "file"})) return false;
  switch (type) {
    case RequestType::ServiceWorker: return own;
    case RequestType::Worker:
    case RequestType::SharedWorker:
      return own || (!moved &&
                     (scheme == "data" || request.url.compare(0, 5 + kPage.size(), "blob:" + std::string(kPage)) == 0));
    case RequestType::Beacon: return network;
    case RequestType::BaseUri: return !moved && !is({"data", "javascript", "about"});
    case RequestType::FrameAncestors: return !moved && !is({"javascript", "about"});
    case RequestType::Iframe:
    case RequestType::Object:
    case RequestType::Embed:
    case RequestType::FormAction: return true;
    default: return !is({"javascript", "about"});
  }
}

constexpr std::string_view kUpgrade = "upgrade-insecure-requests";

/// Where a policy asks for http addresses over https: the directive's name at a directive's start.
std::size_t find_upgrade(std::string_view policy) {
  for (std::size_t at = policy.find(kUpgrade); at != std::string_view::npos; at = policy.find(kUpgrade, at + 1)) {
    const std::size_t before = policy.substr(0, at).find_last_not_of(" \t");
    const bool starts = before == std::string_view::npos || policy[before] == ';' || policy[before] == ',';
    const std::size_t end = at + kUpgrade.size();
    if (starts && (end == policy.size() || std::string_view(" \t;,").find(policy[end]) != std::string_view::npos))
      return at;
  }
  return std::string_view::npos;
}
bool upgrades(std::string_view policy) { return find_upgrade(policy) != std::string_view::npos; }

/// The policy without it: what it changes is said in one note.
std::string without_upgrade(std::string policy) {
  for (std::size_t at = find_upgrade(policy); at != std::string::npos; at = find_upgrade(policy)) {
    policy.replace(at, kUpgrade.size(), "zq7");
  }
  return policy;
}

class Both {
 public:
  Both(const std::string& before, const std::string& after) : before_(kPage, {{before}}), after_(kPage, {{after}}) {}

  /// False where the request cannot be asked.
  bool ask(const decide::WitnessRequest& request, Difference& out) const {
    decide::Verdict before;
    decide::Verdict after;
    if (!before_.decide(request.view(), before).empty()) return false;
    REQUIRE(after_.decide(request.view(), after).empty());
    for (std::size_t p = 0; p < kProfileCount; ++p) {
      out.allows[p] = after.allowed[p] && !before.allowed[p];
      out.blocks[p] = before.allowed[p] && !after.allowed[p];
    }
    return true;
  }

 private:
  decide::Decider before_;
  decide::Decider after_;
};

std::string json_line(const decide::WitnessRequest& request) {
  return std::string(decide::request_type_name(request.type)) + " " + request.url + request.content + request.name +
         " nonce=" + request.nonce + " integrity=" + request.integrity +
         " redirects=" + std::to_string(request.redirects) + (request.parser_inserted ? "" : " inserted by a script");
}

/// Whether some witness shows what a request shows: its type, direction and profile.
bool is_witnessed(const Comparison& comparison, RequestType type, Change change, std::size_t profile) {
  return std::any_of(comparison.witnesses.begin(), comparison.witnesses.end(), [&](const Witness& w) {
    return w.request.type == type && w.change == change && w.profiles[profile];
  });
}

/// The profiles in which a redirect can begin for such a request: some address without one is allowed.
std::array<bool, kProfileCount> starts(const std::string& policy, const Parts& parts, decide::WitnessRequest request) {
  const decide::Decider decider(kPage, {{policy}});
  std::array<bool, kProfileCount> found{};
  request.redirects = 0;
  for (const std::string& host : parts.hosts) {
    for (const std::string& scheme : {std::string("http"), std::string("https")}) {
      for (const std::string& port : parts.ports) {
        for (const std::string& path : parts.paths) {
          request.url = scheme + "://" + host + port + path;
          decide::Verdict verdict;
          if (!is_made(request) || !decider.decide(request.view(), verdict).empty()) continue;
          for (std::size_t p = 0; p < kProfileCount; ++p) found[p] = found[p] || verdict.allowed[p];
          if (std::all_of(found.begin(), found.end(), [](bool f) { return f; })) return found;
        }
      }
    }
  }
  return found;
}

/// How many witnesses hold in browsers that their own sentence does not name.
std::size_t check_witnesses(const Comparison& comparison, const Both& both) {
  std::size_t unnamed_witnesses = 0;
  for (const Witness& witness : comparison.witnesses) {
    Difference difference;
    INFO(witness.sentence);
    REQUIRE(both.ask(witness.request, difference));
    const auto& changes = witness.change == Change::Allows ? difference.allows : difference.blocks;
    bool any = false;
    bool any_browser = false;
    std::size_t unnamed = 0;
    for (std::size_t p = 0; p < kProfileCount; ++p) {
      any = any || witness.profiles[p];
      if (witness.profiles[p]) CHECK(changes[p]);
      any_browser = any_browser || (witness.profiles[p] && decide::kProfiles[p] != decide::Profile::Spec);
      // Every browser in which the witness holds is named.
      const bool counts = decide::kProfiles[p] != decide::Profile::Spec;
      if (!counts || !changes[p] || witness.profiles[p]) continue;
      ++unnamed;
      // Where a sentence speaks of more than its example, another one names that browser.
      CHECK(is_witnessed(comparison, witness.request.type, witness.change, p));
    }
    CHECK(any);
    CHECK(any_browser);
    CHECK(is_made(witness.request));
    unnamed_witnesses += unnamed > 0 ? 1 : 0;
    CHECK(witness.sentence.back() == '.');
  }
  return unnamed_witnesses;
}

/// Compares two policies and, request by request, what brute force finds; the number of differing
/// requests.
std::size_t check_pair(const std::string& before, const std::string& after, Random& random,
                       std::size_t requests_of_type) {
  CAPTURE(before, after);
  const Comparison comparison = compare(response(before), response(after));
  CHECK_FALSE(comparison.incomplete);
  const Both both(before, after);
  check_witnesses(comparison, both);
  for (const Witness& witness : comparison.witnesses) {
    if (witness.request.redirects == 0) continue;
    INFO(witness.sentence);
    const auto start =
        starts(witness.change == Change::Allows ? after : before, parts_of(before, after), witness.request);
    for (std::size_t p = 0; p < kProfileCount; ++p) CHECK((!witness.profiles[p] || start[p]));
  }
  const bool upgrade_said = upgrades(before) != upgrades(after);
  const Both plain(upgrade_said ? without_upgrade(before) : before, upgrade_said ? without_upgrade(after) : after);
  Parts parts = parts_of(before, after);
  // Another nonce in each place is said in one note.
  const bool nonce_said = std::any_of(comparison.notes.begin(), comparison.notes.end(),
                                      [](const std::string& note) { return note.find("The nonce has changed") == 0; });
  if (nonce_said) parts.nonces = {"", "zzz"};
  std::size_t differing = 0;
  for (std::size_t t = 0; t <= static_cast<std::size_t>(RequestType::TrustedTypeSink); ++t) {
    const auto type = static_cast<RequestType>(t);
    const bool alone = decide::request_needs(type) == decide::RequestNeeds::Nothing;
    for (std::size_t i = 0; i < (alone ? 1 : requests_of_type); ++i) {
      const decide::WitnessRequest request = random_request(type, parts, random);
      Difference difference;
      Difference unsaid;
      if (!is_made(request) || !both.ask(request, difference) || !plain.ask(request, unsaid)) continue;
      bool any = false;
      for (std::size_t p = 0; p < kProfileCount; ++p) {
        // What the specification alone would do changes nothing for anybody.
        if (decide::kProfiles[p] == decide::Profile::Spec) continue;
        difference.allows[p] = difference.allows[p] && unsaid.allows[p];
        difference.blocks[p] = difference.blocks[p] && unsaid.blocks[p];
        const bool missed = (difference.allows[p] && !is_witnessed(comparison, type, Change::Allows, p)) ||
                            (difference.blocks[p] && !is_witnessed(comparison, type, Change::Blocks, p));
        any = any || difference.allows[p] || difference.blocks[p];
        if (!missed) continue;
        if (request.redirects > 0 && !starts(difference.allows[p] ? after : before, parts, request)[p]) continue;
        FAIL_CHECK("no witness in " << decide::profile_name(decide::kProfiles[p]) << " for " << json_line(request));
      }
      differing += any ? 1 : 0;
    }
  }
  return differing;
}

/// Policies without what a header's value cannot hold.
bool fits_a_header(std::string_view policy) {
  return std::all_of(policy.begin(), policy.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7F;
  });
}

std::size_t pairs_to_try(std::size_t usual) {
  const char* factor = std::getenv("HEADSTRONG_COMPARE_FACTOR");
  return usual * (factor == nullptr ? 1 : std::strtoul(factor, nullptr, 10));
}
std::uint64_t seed() {
  const char* given = std::getenv("HEADSTRONG_SEED");
  return given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
}

TEST_CASE("every difference that brute force finds between made-up policies has a witness") {
  Random random(seed());
  std::size_t differing = 0;
  for (std::size_t i = 0; i < pairs_to_try(250); ++i) {
    const std::string before = made_up_policy(random);
    std::string after = changed(before, random);
    if (random.below(4) == 0) after = changed(after, random);
    if (random.below(12) == 0) after = made_up_policy(random);
    differing += check_pair(before, after, random, 40);
  }
  CHECK(differing > 1000);
}

TEST_CASE("every difference that brute force finds between real policies has a witness") {
  Random random(seed() + 1);
  const std::vector<std::string>& policies = testing::real_policies();
  std::size_t differing = 0;
  std::size_t tried = 0;
  while (tried < pairs_to_try(60)) {
    const std::string& before = policies[random.below(policies.size())];
    std::string after = changed(before, random);
    if (random.below(8) == 0) after = policies[random.below(policies.size())];
    if (before.size() > 4000 || after.size() > 4000) continue;
    if (!fits_a_header(before) || !fits_a_header(after)) continue;
    differing += check_pair(before, after, random, 30);
    ++tried;
  }
  CHECK(differing > 500);
}

TEST_CASE("a policy compared with itself gives nothing") {
  std::size_t i = 0;
  for (const std::string& policy : testing::real_policies()) {
    if (i++ % 7 != 0) continue;
    const Comparison same = compare(policy, policy);
    CAPTURE(policy);
    CHECK(same.witnesses.empty());
    CHECK_FALSE(same.incomplete);
  }
}

/// The words of a policy's lists in another order, with other letters' case where it does not
/// count, some of them twice, the directives in another order.
std::string respelled(const std::string& policy, Random& random) {
  std::vector<std::string> directives;
  std::string rest = policy + ";";
  for (std::size_t end = rest.find(';'); end != std::string::npos; end = rest.find(';')) {
    std::vector<std::string> words = words_of(rest.substr(0, end));
    rest.erase(0, end + 1);
    if (words.empty()) continue;
    // WebKit drops what is written after 'strict-dynamic', and reads only the first word here.
    const bool ordered = rest.find("dynamic") != std::string::npos ||
                         std::find(words.begin(), words.end(), "'strict-dynamic'") != words.end() ||
                         words[0] == "require-trusted-types-for";
    for (std::size_t i = words.size(); i > 2 && !ordered; --i) {
      std::swap(words[i - 1], words[1 + random.below(i - 1)]);
    }
    std::string text;
    for (const std::string& word : words) {
      text += (random.below(3) == 0 ? " \t" : " ") + word;
      if (word != words[0] && random.below(6) == 0 && !ordered) text += " " + word;
    }
    directives.push_back(text);
  }
  for (std::size_t i = directives.size(); i > 1; --i) {
    std::swap(directives[i - 1], directives[random.below(i)]);
  }
  std::string out;
  for (const std::string& directive : directives) out += directive + (random.below(3) == 0 ? " ;;" : ";");
  return out;
}

TEST_CASE("respelled real policies give nothing") {
  Random random(seed() + 2);
  std::size_t tried = 0;
  for (const std::string& policy : testing::real_policies()) {
    if (random.below(12) != 0 || policy.size() > 3000 || !fits_a_header(policy)) continue;
    if (policy.find(',') != std::string::npos) continue;
    // Of two directives with one name the first counts: their order may not change.
    std::vector<std::string> names;
    std::string rest = policy + ";";
    for (std::size_t end = rest.find(';'); end != std::string::npos; end = rest.find(';')) {
      const std::vector<std::string> words = words_of(rest.substr(0, end));
      rest.erase(0, end + 1);
      if (!words.empty()) names.push_back(words[0]);
    }
    for (std::string& name : names) {
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    std::sort(names.begin(), names.end());
    if (std::adjacent_find(names.begin(), names.end()) != names.end()) continue;
    const std::string other = respelled(policy, random);
    CAPTURE(policy, other);
    for (const std::string& sentence : sentences(response(policy), response(other))) {
      FAIL_CHECK(sentence);
    }
    ++tried;
  }
  CHECK(tried > 20);
}

// --- what sentences claim -------------------------------------------------------------------------

std::string ending_of(const std::string& url) {
  constexpr std::string_view kImage = ".png";
  if (url.size() > 4 && url.compare(url.size() - 4, 4, kImage) == 0) return std::string(kImage);
  const std::size_t slash = url.rfind('/');
  const std::size_t dot = url.rfind('.');
  return dot == std::string::npos || slash == std::string::npos || dot < slash ? "" : url.substr(dot);
}

/// "Any [other] https or http host [on port 1] can now ..." as hosts, schemes and ports to try.
bool read_any_host(std::string_view sentence, bool& any, std::vector<std::string>& schemes, std::string& port,
                   bool& addresses) {
  any = sentence.compare(0, 4, "Any ") == 0;
  if (!any && sentence.compare(0, 3, "No ") != 0) return false;
  std::vector<std::string> words = words_of(sentence.substr(0, sentence.find(" can ")));
  words.erase(words.begin());
  if (!words.empty() && words[0] == "other") words.erase(words.begin());
  while (!words.empty() && words[0] != "host") {
    if (words[0] != "or") schemes.push_back(words[0]);
    words.erase(words.begin());
  }
  if (words.empty() || schemes.size() > 2) return false;
  words.erase(words.begin());
  addresses = words.size() < 4 || words[words.size() - 1] != "addresses)";
  if (!addresses) words.resize(words.size() - 4);
  port = "any";
  if (words.size() == 3 && words[1] == "port") port = ":" + words[2];
  if (words.size() == 4 && words[2] == "default") port = "";
  if (words.size() > 4 || (words.size() > 0 && port == "any")) return false;  // a path
  return true;
}

TEST_CASE("sentences about any host hold for hosts, ports and paths that nobody thought of") {
  Random random(seed() + 3);
  std::size_t tried = 0;
  for (std::size_t i = 0; i < pairs_to_try(300); ++i) {
    const std::string before = made_up_policy(random);
    const std::string after = changed(before, random);
    const Both both(before, after);
    const decide::Decider now(kPage, {{after}});
    CAPTURE(before, after);
    for (const Witness& witness : compare(response(before), response(after)).witnesses) {
      bool any = false;
      bool addresses = false;
      std::vector<std::string> schemes;
      std::string port;
      if (!read_any_host(witness.sentence, any, schemes, port, addresses)) continue;
      for (int k = 0; k < 12; ++k) {
        std::string host = "h" + std::to_string(random.below(1000));
        constexpr std::string_view kEndings[] = {".test",  ".invalid",           ".museum",
                                                 ".co.jp", ".deep.down.example", ".xn--p1ai"};
        host += one_of(kEndings, random);
        if (addresses && random.below(4) == 0) host = "198.51.100." + std::to_string(random.below(256));
        decide::WitnessRequest request = witness.request;
        request.url = one_of(schemes, random) + "://" + host;
        request.url += port == "any" ? ":" + std::to_string(10000 + random.below(50000)) : port;
        request.url += "/" + std::to_string(random.below(1000)) + "/" + std::to_string(random.below(10)) +
                       ending_of(witness.request.url);
        decide::Verdict verdict;
        INFO(witness.sentence << " " << request.url);
        REQUIRE(now.decide(request.view(), verdict).empty());
        for (std::size_t p = 0; p < kProfileCount; ++p) {
          if (witness.profiles[p]) CHECK(verdict.allowed[p] == any);
        }
        ++tried;
      }
    }
  }
  CHECK(tried > 500);
}

/// One thing that a sentence is about, as addresses to try.
struct Subject {
  std::vector<std::string> schemes;
  std::string host;  // empty: any
  bool below = false;
  bool other = false;  // no host that the policies name
  std::string port;    // "", ":1", "any", "other"
  std::string path;    // "", "/x/", "/x.js", "other"
};

/// Takes `tail` off the end of `text`.
bool take_off(std::string& text, std::string_view tail) {
  if (text.size() < tail.size() || text.compare(text.size() - tail.size(), tail.size(), tail) != 0) return false;
  text.resize(text.size() - tail.size());
  return true;
}

/// "https://a.example:1 on any other port below /x/", "any other https subdomain of a.example",
/// "a.example over http and https". False for anything else.
bool read_named_host(std::string item, Subject& out) {
  if (item.find("...") != std::string::npos || item.find('?') != std::string::npos) return false;
  if (take_off(item, " on any other path")) out.path = "other";
  for (const std::string_view mark : {" below ", " at "}) {
    const std::size_t at = item.find(mark);
    if (at == std::string::npos) continue;
    out.path = item.substr(at + mark.size());
    item.resize(at);
  }
  if (take_off(item, " on any port")) out.port = "any";
  if (take_off(item, " on any other port")) out.port = "other";
  const std::size_t over = item.find(" over ");
  if (over != std::string::npos) {
    const std::vector<std::string> words = words_of(item.substr(over + 6));
    if (words.size() != 3) return false;
    out.schemes = {words[0], words[2]};
    item.resize(over);
  }
  const std::size_t on_port = item.find(" on port ");
  if (on_port != std::string::npos) {
    out.port = ":" + item.substr(on_port + 9);
    item.resize(on_port);
  }
  const std::size_t of = item.find(" subdomain of ");
  if (of != std::string::npos) {
    std::vector<std::string> words = words_of(item.substr(0, of));
    words.erase(words.begin());  // any, no
    if (!words.empty() && words[0] == "other") {
      out.other = true;
      words.erase(words.begin());
    }
    for (const std::string& word : words) {
      if (word != "or") out.schemes.push_back(word);
    }
    out.below = true;
    out.host = item.substr(of + 14);
    return !out.schemes.empty();
  }
  const std::size_t mark = item.find("://");
  if (mark != std::string::npos) {
    out.schemes = {item.substr(0, mark)};
    item.erase(0, mark + 3);
  }
  if (item.find('/') != std::string::npos || item.find(' ') != std::string::npos) return false;
  const std::size_t colon = item.rfind(':');
  if (colon != std::string::npos && item.back() != ']') {
    out.port = item.substr(colon);
    item.resize(colon);
  }
  out.host = item;
  return !out.schemes.empty() && !item.empty();
}

/// The hosts that a sentence names; empty where it is about something else.
std::vector<Subject> named_hosts(std::string_view sentence) {
  std::string text(sentence.substr(0, sentence.find(" can ")));
  std::vector<Subject> out;
  // "a, b and c"; "a over http and https" is one.
  std::vector<std::string> items = {""};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool comma = text.compare(at, 2, ", ") == 0;
    const bool last = text.compare(at, 5, " and ") == 0 &&
                      (items.back().find(" over ") == std::string::npos ||
                       items.back().find(' ', items.back().find(" over ") + 6) != std::string::npos);
    if (!comma && !last) {
      items.back() += text[at];
      continue;
    }
    at += comma ? 1 : 4;
    items.emplace_back();
  }
  for (const std::string& item : items) {
    Subject subject;
    if (read_named_host(item, subject)) out.push_back(subject);
  }
  return out;
}

/// An address that the subject speaks of, and that no word of the policies names otherwise.
std::string address_of(const Subject& subject, const std::string& ending, Random& random) {
  std::string url = one_of(subject.schemes, random) + "://";
  if (subject.below) url += "q" + std::to_string(random.below(100000)) + (random.below(3) == 0 ? ".y." : ".");
  url += subject.host;
  if (subject.port == "any" || subject.port == "other") {
    url += ":" + std::to_string(20000 + random.below(30000));
  } else {
    url += subject.port;
  }
  const std::string file = "f" + std::to_string(random.below(100000)) + ending;
  if (subject.path.empty() || subject.path == "other")
    return url + "/d" + std::to_string(random.below(1000)) + "/" + file;
  return url + subject.path + (subject.path.back() == '/' ? file : "");
}

/// Addresses of which a sentence about many speaks: of any address, all outside the page's own origin,
/// any data: or blob: URL, the page's own origin. Empty where it is about something else.
std::vector<std::string> addresses_of(const Witness& witness, Random& random) {
  const std::string subject = witness.sentence.substr(0, witness.sentence.find(" can "));
  const bool socket = witness.request.type == RequestType::WebSocket;
  const std::string number = std::to_string(random.below(100000));
  const std::string path = "/" + number + "/f" + ending_of(witness.request.url);
  const auto says = [&subject](std::string_view words) { return subject.find(words) != std::string::npos; };
  const std::vector<std::string> hosts = {
      (socket ? "wss://h" : "https://h") + number + ".museum" + path,
      (socket ? "ws://h" : "http://h") + number + ".co.jp:8123" + path,
      (socket ? "wss://198.51.100.7:" : "https://198.51.100.7:") + std::to_string(10000 + random.below(50000)) + path};
  const std::string data = "data:text/plain," + number + ending_of(witness.request.url);
  const std::string blob = "blob:" + std::string(kPage) + number + ending_of(witness.request.url);
  const std::string own = (socket ? "wss://site.example" : "https://site.example") + path;
  if (subject == "The page's own origin") return {own};
  const std::size_t verdict = subject.find(' ');  // "Any", "No"
  const std::string what = verdict == std::string::npos ? "" : subject.substr(verdict);
  const bool of_any = what == " URL" || what == " other URL" || what.rfind(" URL outside", 0) == 0;
  if (of_any) {
    std::vector<std::string> out = hosts;
    out.push_back(data);
    out.push_back(blob);
    if (!says("other") && !says("outside")) out.push_back(own);
    return out;
  }
  std::vector<std::string> out;
  const std::vector<std::string> words = words_of(subject);
  const auto names = [&words](std::string_view scheme) {
    return std::find(words.begin(), words.end(), scheme) != words.end();
  };
  if (says(" URL") && names("data:")) out.push_back(data);
  if (says(" URL") && names("blob:")) out.push_back(blob);
  return out;
}

TEST_CASE("sentences about many addresses hold of each, over real pairs") {
  Random random(seed() + 5);
  const std::vector<std::string>& policies = testing::real_policies();
  std::size_t pairs = 0;
  std::size_t tried = 0;
  while (pairs < pairs_to_try(500)) {
    const std::string& before = policies[random.below(policies.size())];
    std::string after = changed(before, random);
    if (random.below(2) == 0) after = changed(after, random);
    if (random.below(4) == 0) after = policies[random.below(policies.size())];
    if (before.size() > 1000 || after.size() > 1000) continue;
    if (!fits_a_header(before) || !fits_a_header(after)) continue;
    ++pairs;
    CAPTURE(before, after);
    const decide::Decider now(kPage, {{after}});
    for (const Witness& witness : compare(response(before), response(after)).witnesses) {
      for (const std::string& address : addresses_of(witness, random)) {
        decide::WitnessRequest request = witness.request;
        request.url = address;
        if (!is_made(request)) continue;
        INFO(witness.sentence << " " << address);
        decide::Verdict verdict;
        REQUIRE(now.decide(request.view(), verdict).empty());
        for (std::size_t p = 0; p < kProfileCount; ++p) {
          if (witness.profiles[p]) CHECK(verdict.allowed[p] == (witness.change == Change::Allows));
        }
        ++tried;
      }
    }
  }
  CHECK(tried > 1000);
}

TEST_CASE("sentences about named hosts hold in their whole breadth, in both directions, over real pairs") {
  Random random(seed() + 4);
  const std::vector<std::string>& policies = testing::real_policies();
  std::size_t pairs = 0;
  std::size_t tried = 0;
  std::size_t witnesses = 0;
  std::size_t unnamed = 0;
  while (pairs < pairs_to_try(500)) {
    const std::string& before = policies[random.below(policies.size())];
    std::string after = changed(before, random);
    if (random.below(3) == 0) after = changed(after, random);
    if (before.size() > 1500 || after.size() > 1500) continue;
    if (!fits_a_header(before) || !fits_a_header(after)) continue;
    ++pairs;
    CAPTURE(before, after);
    for (const bool forth : {true, false}) {
      const Both there(forth ? before : after, forth ? after : before);
      const Comparison comparison = compare(response(forth ? before : after), response(forth ? after : before));
      unnamed += check_witnesses(comparison, there);
      witnesses += comparison.witnesses.size();
      for (const Witness& witness : comparison.witnesses) {
        const bool allows = witness.change == Change::Allows;
        for (const Subject& subject : named_hosts(witness.sentence)) {
          for (int k = 0; k < 3; ++k) {
            decide::WitnessRequest request = witness.request;
            request.url = address_of(subject, ending_of(request.url), random);
            Difference difference;
            INFO(witness.sentence << " " << request.url);
            if (!there.ask(request, difference)) continue;
            for (std::size_t p = 0; p < kProfileCount; ++p) {
              if (!witness.profiles[p]) continue;
              CHECK((allows ? difference.allows : difference.blocks)[p]);
            }
            ++tried;
          }
        }
      }
    }
  }
  CHECK(tried > 1000);
  CHECK(witnesses > 1000);
  CHECK(unnamed * 500 <= witnesses);
}

// --- size and form -----------------------------------------------------------------------------------

TEST_CASE("policies beyond all measure are sampled, and the answer says so") {
  std::string before = "default-src 'self'";
  std::string after = "default-src 'self'";
  for (int i = 0; i < 3000; ++i) before += " https://h" + std::to_string(i) + ".example/p/";
  for (int i = 0; i < 3000; ++i) after += " https://n" + std::to_string(i) + ".example:8443";
  const Comparison comparison = compare(response(before), response(after));
  CHECK(comparison.incomplete);
  CHECK_FALSE(comparison.witnesses.empty());
  CHECK_FALSE(comparison.notes.empty());
  CHECK(compare(response(before), response(before)).witnesses.empty());
  CHECK_FALSE(compare(response(before), response(before)).incomplete);
}

TEST_CASE("a witness as JSON is a request that the decision lines take") {
  const std::string before = "script-src 'self' 'nonce-abc'; trusted-types a; object-src 'none'";
  const std::string after =
      "script-src 'strict-dynamic' 'nonce-abc' 'sha256-CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E='; "
      "trusted-types b; frame-ancestors https:; object-src https://a.example/";
  using Json = nlohmann::json;
  const Json comparison = Json::parse(to_json(compare(response(before), response(after))));
  CHECK(comparison.at("page") == kPage);
  CHECK(comparison.at("incomplete") == false);
  CHECK(comparison.at("witnesses").size() > 8);
  for (const Json& witness : comparison.at("witnesses")) {
    INFO(witness.dump());
    Json line = {{"page", kPage}, {"request", witness.at("request")}};
    line["headers"] = {before};
    const Json then = Json::parse(decide_line(line.dump()));
    line["headers"] = {after};
    const Json now = Json::parse(decide_line(line.dump()));
    CHECK_FALSE(witness.at("profiles").empty());
    for (const Json& profile : witness.at("profiles")) {
      const bool allows = witness.at("change") == "allows";
      CHECK(then.at("verdict").at(profile.get<std::string>()) == (allows ? "blocked" : "allowed"));
      CHECK(now.at("verdict").at(profile.get<std::string>()) == (allows ? "allowed" : "blocked"));
    }
  }
}

TEST_CASE("every header that a rule judges is told where it differs") {
  std::set<std::string> names = {"Cache-Control",       "Content-Disposition",       "Integrity-Policy",
                                 "Reporting-Endpoints", "Document-Isolation-Policy", "Clear-Site-Data"};
  for (const RuleInfo* rule : rule_catalogue()) {
    const http::HeaderName name = http::header_name(rule->header);
    if (name != http::HeaderName::Unknown) names.insert(std::string(http::spelling(name)));
  }
  for (const char* compared : {"Content-Security-Policy", "Content-Security-Policy-Report-Only", "X-Frame-Options"}) {
    names.erase(compared);
  }
  CHECK(names.size() > 30);
  const std::string head = "HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self'\n";
  for (const std::string& name : names) {
    INFO(name);
    const std::string text = to_text(compare(head, head + name + ": x\n"));
    CHECK(text.find("These also differ: " + name + ".") != std::string::npos);
    CHECK(text.find("The change allows") == std::string::npos);
    CHECK(text.find("The policies allow and block nothing new.") != std::string::npos);
  }
  CHECK(to_text(compare(head, head)).find("The change allows and blocks nothing new.") != std::string::npos);
}

TEST_CASE("Trusted Types policies that may be made twice are told") {
  const auto notes = [](std::string_view before, std::string_view after) {
    std::string all;
    for (const std::string& note : compare(before, after).notes) all += note + "\n";
    return all;
  };
  CHECK(notes("trusted-types a", "trusted-types a 'allow-duplicates'") ==
        "Scripts can now create a Trusted Types policy of the same name again ('allow-duplicates').\n");
  CHECK(notes("trusted-types a 'allow-duplicates'", "trusted-types a") ==
        "Scripts can no longer create a Trusted Types policy of the same name again ('allow-duplicates' is gone).\n");
  CHECK(notes("img-src *", "img-src *; trusted-types a").empty());
}

TEST_CASE("the reader's own machine is no mixed content, and a digest of the wrong length is nobody's") {
  const auto mixed = [](std::string_view before, std::string_view after) {
    const std::string text = to_text(compare(before, after));
    return text.find("gets nothing over http") != std::string::npos;
  };
  CHECK_FALSE(mixed("connect-src https:", "connect-src https: http://localhost:3000"));
  CHECK_FALSE(mixed("connect-src https:", "connect-src https: ws://127.0.0.1:3000"));
  CHECK(mixed("connect-src https:", "connect-src https: http://a.example"));
  CHECK(compare("script-src 'self'", "script-src 'self' 'sha256-AAAA'").witnesses.empty());
  CHECK_FALSE(compare("script-src 'self'", "script-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='")
                  .witnesses.empty());
}

TEST_CASE("of texts with several responses the named one of each is compared") {
  const std::string two =
      "HTTP/1.1 302 Found\nLocation: https://a.example/\nContent-Security-Policy: img-src 'none'\n\n"
      "HTTP/1.1 200 OK\nContent-Security-Policy: img-src *\nX-Own: 1\n";
  const auto count = [&](const CompareOptions& options) { return compare(two, two, options).witnesses.size(); };
  CHECK(count({}) == 0);
  CHECK(count({0, 0}) == 0);
  CHECK(count({0, std::nullopt}) > 0);
  CHECK(count({0, 1}) == count({0, std::nullopt}));
  CHECK(count({std::nullopt, 0}) > 0);
  CHECK(count({7, 7}) == 0);
  // All of the response's headers count, not its policies alone.
  const std::string other =
      two.substr(0, two.find("\n\n")) + "\nStrict-Transport-Security: max-age=1\n" + two.substr(two.find("\n\n") + 1);
  CHECK(to_text(compare(two, other, {0, 0})).find("Strict-Transport-Security") != std::string::npos);
}

}  // namespace compare_test
}  // namespace headstrong
