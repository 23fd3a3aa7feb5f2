// Verdicts: the draft's worked examples, what browsers were recorded to do, the table of differences,
// the form of the answers, and what must hold for every policy.
#include "headstrong/decide.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "decide/engine.hpp"
#include "emit/header_facts.hpp"
#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headstrong/differences.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/json.hpp"
#include "headstrong/lines.hpp"
#include "headstrong/options.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/files.hpp"
#include "support/policies.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace decide_test {

using Json = nlohmann::json;

Json answer(const Json& line) { return Json::parse(decide_line(line.dump())); }

std::vector<Json> read_lines(const std::string& path) {
  std::vector<Json> lines;
  for (const std::string& line : testing::lines_of(testing::read_file(path))) {
    if (!line.empty()) lines.push_back(Json::parse(line));
  }
  return lines;
}

// --- the specification's profile -----------------------------------------------------------------

/// The list that decided for the enforced policies together: the first that blocks, else the first
/// that had a say.
Json deciding_list(const Json& verdict) {
  Json first = nullptr;
  for (const Json& by : verdict.at("decidedBy")) {
    if (by.at("disposition") != "enforce") continue;
    if (!by.at("allowed").get<bool>()) return by.at("list");
    if (first.is_null()) first = by.at("list");
  }
  return first;
}

TEST_CASE("the draft's profile answers the 146 worked examples") {
  const std::vector<Json> examples = read_lines(testing::root() + "tests/core/decide/spec-examples.ndjson");
  REQUIRE(examples.size() == 146);
  for (const Json& example : examples) {
    CAPTURE(example.dump());
    const Json verdict = answer(example);
    REQUIRE(verdict.contains("verdict"));
    CHECK(verdict["verdict"]["spec"] == example["verdict"]);
    CHECK(deciding_list(verdict) == example["list"]);
    const Json directive = example.contains("directive") ? example["directive"] : Json(nullptr);
    CHECK(verdict["directive"]["spec"] == directive);
  }
}

// --- the browsers' profiles ----------------------------------------------------------------------

/// A recorded case as that browser was asked it (tests/data/SOURCES.md has the mapping).
Json decision_line(const Json& recorded, const std::string& browser) {
  const bool fetch = recorded.contains("type");
  const std::string kind = recorded.at(fetch ? "type" : "kind");
  static const std::map<std::string, std::string> kTypes = {{"img", "image"},
                                                            {"connect", "fetch"},
                                                            {"media", "audio"},
                                                            {"frame", "iframe"},
                                                            {"inline-script-attribute", "script-attribute"},
                                                            {"inline-style-attribute", "style-attribute"},
                                                            {"script-parser", "script"},
                                                            {"script-dynamic", "script"},
                                                            {"style-parser", "style"}};
  const auto found = kTypes.find(kind);
  Json request = {{"type", found == kTypes.end() ? kind : found->second}};
  for (const char* field : {"url", "content", "nonce", "integrity"}) {
    if (recorded.contains(field)) request[field] = recorded[field];
  }
  if (kind == "script-dynamic" || (fetch && kind == "script")) request["parserInserted"] = false;
  // Chromium was asked of objects with this type, so that none was shown as an image.
  if (browser == "chromium" && kind == "object") request["contentType"] = "text/html";
  return {{"page", recorded.at("page")}, {"headers", recorded.at("headers")}, {"request", request}};
}

void check_recorded(const std::string& file, std::size_t cases) {
  const std::vector<Json> recorded = read_lines(testing::data_path(file));
  REQUIRE(recorded.size() == cases);
  std::size_t agreed = 0;
  for (const Json& one : recorded) {
    for (const char* browser : {"chromium", "firefox", "webkit"}) {
      const Json verdict = answer(decision_line(one, browser));
      CAPTURE(browser, one.dump());
      if (verdict.at("verdict").at(browser) != one.at(browser)) {
        FAIL_CHECK("another verdict");
        continue;
      }
      ++agreed;
      const std::string directives = std::string(browser) + "Directives";
      const Json& directive = verdict.at("directive").at(browser);
      if (!one.contains(directives) || directive.is_null()) continue;
      const Json& seen = one.at(directives);
      CHECK(std::find(seen.begin(), seen.end(), directive) != seen.end());
    }
  }
  CHECK(agreed == 3 * cases);
}

TEST_CASE("each browser's profile agrees with its recorded verdicts on requests") {
  check_recorded("browser-verdicts-fetch.ndjson", 2159);
}
TEST_CASE("each browser's profile agrees with its recorded verdicts on inline code") {
  check_recorded("browser-verdicts-inline.ndjson", 1440);
}

TEST_CASE("every row of the table of differences shows what it says") {
  const Json table = Json::parse(differences_json());
  std::set<std::string> ids;
  for (const Json& row : table.at("differences")) {
    CAPTURE(row.dump());
    CHECK(ids.insert(row.at("id")).second);
    CHECK_FALSE(row.at("engines").empty());
    CHECK(row.at("what").get<std::string>().back() == '.');
    // A newer version can only leave what the observed one does.
    const Json& engines = row.at("engines");
    CHECK((!row.contains("left") || std::find(engines.begin(), engines.end(), "webkit") != engines.end()));
    const Json verdict = answer(row.at("case"));
    REQUIRE(verdict.contains("verdict"));
    CHECK(verdict["verdict"]["spec"] == row["spec"]);
    for (const Json& engine : row["engines"]) {
      const std::string name = engine.get<std::string>();
      CHECK(verdict["verdict"][name] == row["deviating"]);
      // A row may be about the name in the violation event alone.
      if (row["spec"] == row["deviating"]) {
        CHECK(verdict["directive"][name] != verdict["directive"]["spec"]);
      }
    }
  }
  CHECK(ids.size() == decide::engine_differences().size());
}

// --- what browsers were asked --------------------------------------------------------------------

/// The verdicts of a line as four letters, in the order of the profiles: a(llowed), b(locked).
std::string letters(std::string_view line) {
  const auto answer = nlohmann::json::parse(decide_line(line));
  if (answer.contains("error")) return answer["error"].get<std::string>();
  std::string out;
  for (const decide::Profile profile : decide::kProfiles) {
    const std::string name(decide::profile_name(profile));
    out += answer["verdict"][name].get<std::string>().substr(0, 1);
  }
  return out;
}

std::string asked(std::string_view policy, std::string_view request, std::string_view page = "https://self.test/") {
  return R"({"page":")" + std::string(page) + R"(","headers":[")" + std::string(policy) + R"("],"request":)" +
         std::string(request) + "}";
}

TEST_CASE("eval of strings and of trusted scripts, as three browsers answered") {
  constexpr struct {
    std::string_view policy, of_string, of_trusted;
  } kRows[] = {
      {"img-src *", "aaaa", "aaaa"},
      {"require-trusted-types-for 'script'", "bbbb", "aaaa"},
      {"script-src 'self'", "bbbb", "bbbb"},
      {"script-src 'self'; require-trusted-types-for 'script'", "bbbb", "bbbb"},
      {"script-src 'unsafe-eval'", "aaaa", "aaaa"},
      {"script-src 'unsafe-eval'; require-trusted-types-for 'script'", "bbbb", "aaaa"},
      {"script-src 'trusted-types-eval'", "bbbb", "bbbb"},
      {"script-src 'trusted-types-eval'; require-trusted-types-for 'script'", "babb", "abaa"},
      {"default-src 'trusted-types-eval'; require-trusted-types-for 'script'", "babb", "abaa"},
      {"script-src 'unsafe-eval' 'trusted-types-eval'; require-trusted-types-for 'script'", "babb", "abaa"},
      {"script-src 'trusted-types-eval', require-trusted-types-for 'script'", "babb", "abaa"},
      {"script-src 'trusted-types-eval'; require-trusted-types-for 'script', script-src 'self'", "babb", "bbbb"},
      {"script-src 'unsafe-eval', require-trusted-types-for 'script'", "bbbb", "aaaa"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.policy);
    CHECK(letters(asked(row.policy, R"({"type":"eval"})")) == row.of_string);
    CHECK(letters(asked(row.policy, R"({"type":"eval","trusted":true})")) == row.of_trusted);
  }
}

TEST_CASE("an object that is shown as an image is no frame in Chromium") {
  constexpr std::string_view kPolicy = "object-src *; frame-src 'none'; img-src *";
  const auto of = [&](std::string_view file, std::string_view type) {
    std::string request = R"({"type":"object","url":"https://a.test/)" + std::string(file) + '"';
    if (!type.empty()) request += R"(,"contentType":")" + std::string(type) + '"';
    return letters(asked(kPolicy, request + "}"));
  };
  for (const std::string_view image : {"x.png", "x.gif", "x.jpe", "x.jfif", "x.webp", "x.bmp", "x.ico", "x.avif",
                                       "x.apng", "x.pjp", "x.PNG", "x.png?v=1"}) {
    CAPTURE(image);
    CHECK(of(image, "") == "aaaa");
    CHECK(of(image, "text/html") == "abaa");
  }
  for (const std::string_view page : {"x", "x.svg", "x.svgz", "x.html", "x.pdf", "x.js", "x.cur", "a.png/x"}) {
    CAPTURE(page);
    CHECK(of(page, "") == "abaa");
    CHECK(of(page, "image/png") == "aaaa");
    CHECK(of(page, "IMAGE/X-ICON; a=b") == "aaaa");
    CHECK(of(page, "image/svg+xml") == "abaa");
  }
}

TEST_CASE("what WebKit checks besides: images in objects, JSON modules as scripts") {
  constexpr std::string_view kPolicy = "object-src *; frame-src *; img-src 'none'";
  CHECK(letters(asked(kPolicy, R"({"type":"embed","url":"https://a.test/x.dib"})")) == "aaab");
  CHECK(letters(asked(kPolicy, R"({"type":"embed","url":"https://a.test/x","contentType":"image/png"})")) == "aaab");
  CHECK(letters(asked(kPolicy, R"({"type":"embed","url":"https://a.test/x.png","contentType":"text/html"})")) ==
        "aaaa");
  CHECK(letters(asked(kPolicy, R"({"type":"embed","url":"https://a.test/x.svg"})")) == "aaaa");
  CHECK(letters(asked(kPolicy, R"({"type":"object","url":"https://a.test/x.svgz"})")) == "aaab");
  CHECK(letters(asked(kPolicy, R"({"type":"object","url":"https://a.test/x.svgz","contentType":"image/svg+xml"})")) ==
        "aaaa");
  constexpr std::string_view kJson = R"({"type":"json","url":"https://a.test/x.json"})";
  CHECK(letters(asked("connect-src 'none'", kJson)) == "bbba");
  CHECK(letters(asked("script-src-elem 'none'", kJson)) == "aaab");
  CHECK(letters(asked("default-src 'none'", kJson)) == "bbbb");
}

TEST_CASE("a javascript: URL that is known by its digest is that URL in every browser") {
  constexpr std::string_view kDigest = "sha256-CV+AUaCs/SuB/OksL9j+4g7lqs+vd7k1Mp2Bh+gLL6E=";
  const std::string request = R"({"type":"javascript-url","contentHash":")" + std::string(kDigest) + R"("})";
  CHECK(letters(asked("script-src 'unsafe-hashes' '" + std::string(kDigest) + "'", request)) == "aaaa");
  CHECK(letters(asked("script-src '" + std::string(kDigest) + "'", request)) == "bbbb");
}

TEST_CASE("a blob: page has the origin of the page that made it") {
  constexpr std::string_view kImage = R"({"type":"image","url":"https://self.test/i"})";
  CHECK(letters(asked("img-src 'self'", kImage, "blob:https://self.test/u")) == "aaaa");
  CHECK(letters(asked("img-src 'self'", kImage, "blob:https://other.test/u")) == "bbbb");
  CHECK(letters(asked("img-src 'self'", kImage, "blob:null/u")) == "bbbb");
  const std::string answer = decide_line(asked("img-src 'self'", kImage, "blob:https://self.test/u"));
  CHECK(answer.find("A blob: page has") != std::string::npos);
}

TEST_CASE("what was not given and decides is named, and only then") {
  const auto answer = [](std::string_view line) { return nlohmann::json::parse(decide_line(line)); };
  constexpr std::string_view kOwn =
      R"({"headers":["img-src 'self'"],"request":{"type":"image","url":"https://a.test/i"}})";
  const auto own = answer(kOwn);
  CHECK(own["assumed"] == nlohmann::json({"page"}));
  CHECK(own["why"].get<std::string>().find("depends on the page's URL") != std::string::npos);
  const auto listed =
      answer(R"({"headers":["img-src https://a.test"],"request":{"type":"image","url":"https://a.test/i"}})");
  CHECK(!listed.contains("assumed"));
  const auto given = answer(
      R"({"page":"https://b.test/","headers":["img-src 'self'"],"request":{"type":"image","url":"https://a.test/i"}})");
  CHECK(!given.contains("assumed"));
  CHECK(!answer(R"({"headers":["script-src 'self'"],"request":{"type":"eval"}})").contains("assumed"));
  for (const std::string_view framing :
       {R"("url":"https://a.test/")", R"("ancestors":["https://b.test/","https://a.test/"])"}) {
    CAPTURE(framing);
    const auto framed =
        answer(R"({"headers":["frame-ancestors 'self' https://b.test"],"request":{"type":"frame-ancestors",)" +
               std::string(framing) + "}}");
    CHECK(framed["assumed"] == nlohmann::json({"page"}));
  }
  const auto about = answer(
      R"({"page":"about:srcdoc","headers":["img-src 'self'"],"request":{"type":"image","url":"https://a.test/i"}})");
  CHECK(about["assumed"] == nlohmann::json({"page"}));
  CHECK(about["why"].get<std::string>().find("the page that opened it") != std::string::npos);
}

TEST_CASE("what a browser has told doesn't hang on the page's URL, where the policies say the same") {
  const auto assumes = [](std::string_view policy, std::string_view told) {
    const std::string line = R"({"headers":[")" + std::string(policy) + R"("],"told":)" + std::string(told) +
                             R"(,"request":{"type":"image","url":"https://a.test/i"}})";
    const auto answer = nlohmann::json::parse(decide_line(line));
    CHECK(answer["verdict"]["chromium"] == "blocked");
    const bool in_words = answer["why"].get<std::string>().find("depends on the page's URL") != std::string::npos;
    CHECK(in_words == answer.contains("assumed"));
    return in_words;
  };
  CHECK_FALSE(assumes("img-src 'self'", R"({"browser":"chromium","policy":"img-src 'self'"})"));
  CHECK_FALSE(assumes("img-src 'self'", R"({"browser":"firefox"})"));
  CHECK_FALSE(assumes("img-src 'self'", "{}"));
  // Another policy's message says nothing of this one.
  CHECK(assumes("img-src 'self'", R"({"browser":"chromium","policy":"img-src 'none'"})"));
}

TEST_CASE("where a verdict contradicts the browser, the likely cause is named") {
  const auto cause = [](std::string_view policy, std::string_view told, std::string_view url) {
    const std::string line = R"({"page":"https://a.test/shop","headers":[")" + std::string(policy) + R"("],"told":)" +
                             std::string(told) + R"(,"request":{"type":"image","url":")" + std::string(url) + R"("}})";
    const auto answer = nlohmann::json::parse(decide_line(line));
    return answer.contains("cause") ? answer["cause"].get<std::string>() : std::string();
  };
  const auto names = [](const std::string& said, std::string_view words) {
    INFO(said);
    return said.find(words) != std::string::npos;
  };
  constexpr std::string_view kImage = "https://i.test/a.png";
  // Another page: the message's address is not that of the headers.
  const std::string other =
      R"({"browser":"chromium","policy":"img-src 'none'","page":"https://a.test/cart?x=1","policiesOf":"https://a.test/shop"})";
  CHECK(names(cause("img-src https://i.test", other, kImage), "The browser speaks of `https://a.test/cart?x=1`"));
  CHECK(names(
      cause("img-src 'none'; script-src 'self'",
            R"({"page":"https://b.test/shop","policiesOf":"https://a.test/shop","policy":"img-src 'self'"})", kImage),
      "another page may have another policy"));
  // The same page, whatever its query: another policy is the cause.
  const std::string same =
      R"({"browser":"chromium","policy":"img-src 'none'","page":"https://a.test/shop?x=1#y","policiesOf":"https://a.test:443/shop"})";
  CHECK(names(cause("img-src https://i.test", same, kImage), "which no policy here contains"));
  CHECK(cause("img-src 'none'", same, kImage) == "");
  // Its policy stands here, too, on the same site: then the page is not the cause, a redirect may be.
  const std::string alike =
      R"({"browser":"chromium","policy":"img-src https://i.test","page":"https://a.test/cart","policiesOf":"https://a.test/shop"})";
  CHECK(names(cause("img-src https://i.test", alike, kImage), "redirect"));
  // 'self' is another origin there.
  const std::string self =
      R"({"browser":"chromium","policy":"img-src 'self'","page":"https://b.test/","policiesOf":"https://a.test/shop"})";
  CHECK(names(cause("img-src 'self'", self, "https://a.test/a.png"), "where `'self'` means another origin"));
  // A frame's srcdoc has the policies of the page around it.
  const std::string srcdoc =
      R"({"browser":"chromium","policy":"img-src 'none'","page":"about:srcdoc","policiesOf":"https://a.test/shop"})";
  CHECK(names(cause("img-src https://i.test", srcdoc, kImage), "which no policy here contains"));
  // A redirect: the first address is allowed.
  CHECK(names(cause("img-src https://i.test", R"({"browser":"chromium","policy":"img-src https://i.test"})", kImage),
              "redirect"));
  // Only reported here, and blocked there.
  CHECK(names(cause("img-src https://i.test", R"({"browser":"webkit"})", kImage), "another one blocked it"));
  // Where they agree, no page is a cause.
  CHECK(cause("img-src 'none'", other, kImage) == "");
}

TEST_CASE("what else stops an allowed request is said, and nothing of one that is blocked") {
  const auto but = [](std::string_view line) {
    const auto answer = nlohmann::json::parse(decide_line(line));
    std::string out;
    if (!answer.contains("but")) return out;
    for (const auto& item : answer["but"]) {
      out += (item["header"].is_null() ? "" : item["header"].get<std::string>()) + ": " +
             item["sentence"].get<std::string>() + "\n";
      CHECK(!item["profiles"].empty());
    }
    return out;
  };
  const auto has = [](const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; };
  const auto on = [&](std::string_view page, std::string_view policy, std::string_view request) {
    return but(asked(policy, request, page));
  };
  CHECK(has(on("https://a.test/", "", R"({"type":"script","url":"http://a.test/s"})"), "browsers block it"));
  CHECK(has(on("https://a.test/", "", R"({"type":"image","url":"http://a.test/s"})"), "from https://"));
  CHECK(on("http://a.test/", "", R"({"type":"script","url":"http://a.test/s"})") == "");
  CHECK(on("https://a.test/", "", R"({"type":"script","url":"http://localhost/s"})") == "");
  CHECK(on("https://a.test/", "", R"({"type":"script","url":"https://a.test/s"})") == "");
  CHECK(on("https://a.test/", "script-src 'none'", R"({"type":"script","url":"http://a.test/s"})") == "");
  CHECK(has(on("http://a.test/", "upgrade-insecure-requests", R"({"type":"fetch","url":"http://b.test/"})"),
            "Content-Security-Policy: `upgrade-insecure-requests` sends it to https://"));
  CHECK(has(on("https://a.test/", "", R"({"type":"worker","url":"https://b.test/w"})"), "own origin"));
  CHECK(on("https://a.test/", "", R"({"type":"worker","url":"https://a.test/w"})") == "");
  CHECK(on("https://a.test/", "", R"({"type":"worker","url":"data:text/javascript,1"})") == "");
  CHECK(has(on("https://a.test/", "", R"({"type":"serviceworker","url":"data:,1"})"), "No browser makes"));
  CHECK(has(on("http://a.test/", "", R"({"type":"serviceworker","url":"http://a.test/w"})"), "only https pages"));
  for (const std::string_view file : {"x.svgz", "x.SVGZ", "x.svgz?v=1"}) {
    const std::string request = R"({"type":"object","url":"https://a.test/)" + std::string(file) + '"';
    CHECK(has(on("https://a.test/", "", request + "}"), "WebKitGTK loads no .svgz file"));
    CHECK(on("https://a.test/", "", request + R"(,"contentType":"image/svg+xml"})") == "");
    CHECK(on("https://a.test/", "img-src 'none'", request + "}") == "");
  }
  CHECK(on("https://a.test/", "", R"({"type":"object","url":"https://a.test/x.svg"})") == "");
  CHECK(on("https://a.test/", "", R"({"type":"image","url":"https://a.test/x.svgz"})") == "");
  const auto embedding = [&](std::string_view value, std::string_view request) {
    return but(R"({"page":"https://a.test/","headers":[],"responseHeaders":[["Cross-Origin-Embedder-Policy",")" +
               std::string(value) + R"("]],"request":)" + std::string(request) + "}");
  };
  constexpr std::string_view kForeign = R"({"type":"image","url":"https://b.test/i"})";
  CHECK(has(embedding("require-corp", kForeign), "Cross-Origin-Embedder-Policy: `require-corp`"));
  CHECK(embedding("credentialless", kForeign) == "");
  CHECK(embedding("require-corp", R"({"type":"image","url":"https://a.test/i"})") == "");
  CHECK(embedding("require-corp", R"({"type":"fetch","url":"https://b.test/i"})") == "");
  // Of a page whose address is not known, what hangs on it is not said.
  CHECK(but(R"({"headers":["img-src *"],"request":{"type":"image","url":"http://a.test/s"}})") == "");
  CHECK(but(R"({"headers":["img-src *"],"request":{"type":"worker","url":"https://a.test/s"}})") == "");
  CHECK(has(but(R"({"headers":["img-src *"],"request":{"type":"serviceworker","url":"data:,1"}})"), "No browser"));
  const auto sniffing = [&](std::string_view options, std::string_view type, std::string_view kind,
                            std::string_view url) {
    return but(
        R"({"page":"https://a.test/x?1","headers":["default-src *"],"responseHeaders":[["x-content-type-options",")" +
        std::string(options) + R"("],["Content-Type",")" + std::string(type) + R"("]],"request":{"type":")" +
        std::string(kind) + R"(","url":")" + std::string(url) + R"("}})");
  };
  constexpr std::string_view kItself = "https://A.test/x?1#top";
  CHECK(has(sniffing("nosniff", "text/html; charset=utf-8", "script", kItself),
            "`nosniff` blocks it: the response is `text/html`"));
  CHECK(has(sniffing("NoSniff", "text/plain", "style", kItself), "which is not `text/css`"));
  CHECK(has(sniffing("nosniff", "text/plain", "worker", kItself), "not a script type"));
  CHECK(sniffing("nosniff", "Text/JavaScript", "script", kItself) == "");
  CHECK(sniffing("nosniff", "text/css", "style", kItself) == "");
  CHECK(sniffing("nosniff", "text/html", "image", kItself) == "");
  CHECK(sniffing("nosniff", "text/html", "iframe", kItself) == "");
  CHECK(sniffing("off, nosniff", "text/html", "script", kItself) == "");
  CHECK(sniffing("nosniff", "text/html", "script", "https://a.test/x?2") == "");
  CHECK(sniffing("nosniff", "text/html", "script", "https://b.test/x?1") == "");
}

// --- the form of the answers ---------------------------------------------------------------------

TEST_CASE("a decision line that cannot be understood gives an error in its place") {
  constexpr struct {
    std::string_view line, part;
  } kRows[] = {
      {"", "not valid JSON"},
      {"{", "not valid JSON"},
      {"[]", "JSON object"},
      {"7", "JSON object"},
      {R"({"page":7,"headers":[],"request":{"type":"eval"}})", "\"page\" must be a string"},
      {R"({"page":"x","headers":[],"request":{"type":"eval"}})", "no scheme"},
      {R"({"page":"https://a b/","headers":[],"request":{"type":"eval"}})", "host"},
      {R"({"page":"https://a.test/","request":{"type":"eval"}})", "\"headers\" is missing"},
      {R"({"page":"https://a.test/","headers":"x","request":{"type":"eval"}})", "array of strings"},
      {R"({"page":"https://a.test/","headers":[7],"request":{"type":"eval"}})", "array of strings"},
      {R"({"page":"https://a.test/","policies":[7],"request":{"type":"eval"}})", "array of objects"},
      {R"({"page":"https://a.test/","policies":[{}],"request":{"type":"eval"}})", "\"value\""},
      {R"({"page":"https://a.test/","policies":[{"value":"","disposition":"x"}],"request":{}})", "enforce or report"},
      {R"({"page":"https://a.test/","policies":[{"value":"","delivery":"x"}],"request":{}})", "header or meta"},
      {R"({"page":"https://a.test/","headers":[]})", "\"request\" is missing"},
      {R"({"page":"https://a.test/","headers":[],"request":7})", "must be an object"},
      {R"({"page":"https://a.test/","headers":[],"request":{}})", "\"type\" is missing"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"picture"}})", "picture"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"image"}})", "\"url\" is missing"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"image","url":"x"}})", "no scheme"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"image","url":7}})", "string"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"frame-ancestors"}})", "\"url\" is missing"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"trusted-type-policy"}})", "\"name\" is missing"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"eval","redirects":-1}})", "whole number"},
      {R"({"page":"https://a.test/","headers":[],"request":{"type":"eval","parserInserted":1}})", "true or false"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.line);
    const Json out = Json::parse(decide_line(row.line));
    REQUIRE(out.size() == 1);
    CHECK(out.at("error").get<std::string>().find(row.part) != std::string::npos);
  }
}

TEST_CASE("a line with several requests is answered by an array, errors in their places") {
  const Json line = {{"page", "https://a.test/"},
                     {"headers", {"img-src 'self'"}},
                     {"requests",
                      {{{"type", "image"}, {"url", "https://a.test/i"}},
                       {{"type", "image"}},
                       {{"type", "image"}, {"url", "https://x.test/i"}}}}};
  const Json out = answer(line);
  REQUIRE(out.size() == 3);
  CHECK(out[0]["verdict"]["spec"] == "allowed");
  CHECK(out[1].contains("error"));
  CHECK(out[2]["verdict"]["chromium"] == "blocked");
}

TEST_CASE("an answer names policy, directive and source expression") {
  const Json line = {{"page", "https://a.test/"},
                     {"policies",
                      {{{"value", "default-src 'self' https://cdn.test; img-src *"}},
                       {{"value", "script-src 'none'"}, {"disposition", "report"}},
                       {{"value", "object-src 'none'"}, {"delivery", "meta"}}}},
                     {"request", {{"type", "script"}, {"url", "https://cdn.test/x.js"}}}};
  const Json out = answer(line);
  CHECK(out["verdict"] ==
        Json({{"spec", "allowed"}, {"chromium", "allowed"}, {"firefox", "allowed"}, {"webkit", "allowed"}}));
  CHECK(out["directive"]["spec"].is_null());
  REQUIRE(out["decidedBy"].size() == 3);
  CHECK(out["decidedBy"][0] == Json({{"policy", 0},
                                     {"disposition", "enforce"},
                                     {"list", "default-src"},
                                     {"source", "https://cdn.test"},
                                     {"allowed", true}}));
  CHECK(out["decidedBy"][1]["disposition"] == "report");
  CHECK(out["decidedBy"][1]["allowed"] == false);
  CHECK(out["decidedBy"][2]["list"].is_null());
  CHECK(out["why"] == "Allowed: `default-src` (fallback for `script-src-elem`) of policy 1 has `https://cdn.test`.");
}

TEST_CASE("half a surrogate pair in inline code is hashed as U+FFFD") {
  // sha256 of "x" U+FFFD
  const std::string policy =
      "script-src 'sha256-"
      "XzULlLSSDZt1SpfIAEEiX42G9G9XiG7JO6EJ5DJFTWo='";
  std::string line = R"({"page":"https://a.test/","headers":["POLICY"],"request":)"
                     R"({"type":"inline-script","content":"x\ud800"}})";
  line.replace(line.find("POLICY"), 6, policy);
  const Json half = Json::parse(decide_line(line));
  REQUIRE(half.contains("verdict"));
  line.replace(line.find("\\ud800"), 6, "\\ufffd");
  const Json replaced = Json::parse(decide_line(line));
  CHECK(half == replaced);
  CHECK(half["verdict"]["spec"] == "allowed");
}

// --- X-Frame-Options -----------------------------------------------------------------------------

TEST_CASE("X-Frame-Options decides where no enforced policy has frame-ancestors") {
  constexpr struct {
    std::string_view policy, xfo, parent;
    bool allowed;
  } kRows[] = {
      {"", "DENY", "https://a.test/", false},
      {"", "deny", "https://e.test/", false},
      {"", "SAMEORIGIN", "https://a.test/x", true},
      {"", "SAMEORIGIN", "https://e.test/", false},
      {"", "SAMEORIGIN, SAMEORIGIN", "https://a.test/", true},
      {"", "SAMEORIGIN,", "https://a.test/", false},
      {"", "SAMEORIGIN, DENY", "https://a.test/", false},
      {"", "ALLOWALL, x", "https://e.test/", false},
      {"", "ALLOWALL", "https://e.test/", true},
      {"", "ALLOW-FROM https://e.test", "https://x.test/", true},
      {"", "x, y", "https://e.test/", true},
      {"", "\"DENY\"", "https://e.test/", true},
      {"", "", "https://e.test/", true},
      {"img-src 'none'", "DENY", "https://a.test/", false},
      {"frame-ancestors *", "DENY", "https://e.test/", true},
      {"frame-ancestors 'none'", "ALLOWALL", "https://e.test/", false},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.policy, row.xfo, row.parent);
    const decide::Decider decider("https://a.test/p", {{row.policy}}, row.xfo);
    decide::Request request;
    request.type = decide::RequestType::FrameAncestors;
    request.url = row.parent;
    decide::Verdict verdict;
    REQUIRE(decider.decide(request, verdict).empty());
    for (const bool allowed : verdict.allowed) CHECK(allowed == row.allowed);
  }
}

// --- what must hold for every policy -------------------------------------------------------------

/// Requests of many kinds, near the hosts that random policies name.
std::vector<decide::Request> some_requests() {
  using decide::RequestType;
  static constexpr std::string_view kUrls[] = {"https://site.example/x",     "http://site.example/x",
                                               "https://cdn.example/a/b.js", "https://x.cdn.example/",
                                               "https://cdn.example:8443/x", "http://other.example/",
                                               "data:text/plain,x",          "blob:https://site.example/u",
                                               "wss://site.example/s",       "https://192.0.2.1/x"};
  std::vector<decide::Request> requests;
  for (std::size_t t = 0; t < decide::kRequestTypeCount; ++t) {
    const auto type = static_cast<RequestType>(t);
    decide::Request request;
    request.type = type;
    request.content = "alert(1)";
    request.name = "p";
    const decide::RequestNeeds needs = decide::request_needs(type);
    if (needs != decide::RequestNeeds::Url && needs != decide::RequestNeeds::Framing) {
      requests.push_back(request);
      request.nonce = "abc";
      request.parser_inserted = false;
      requests.push_back(request);
      continue;
    }
    for (const std::string_view url : kUrls) {
      request.url = url;
      request.redirects = 0;
      requests.push_back(request);
      request.redirects = 1;
      requests.push_back(request);
    }
  }
  return requests;
}

std::vector<bool> verdicts(const std::vector<decide::PolicyText>& policies) {
  const decide::Decider decider("https://site.example/", policies);
  std::vector<bool> out;
  for (const decide::Request& request : some_requests()) {
    decide::Verdict verdict;
    REQUIRE(decider.decide(request, verdict).empty());
    for (const bool allowed : verdict.allowed) out.push_back(allowed);
  }
  return out;
}

/// True where nothing is allowed in `after` that was not in `before`.
bool only_restricts(const std::vector<bool>& before, const std::vector<bool>& after) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (after[i] && !before[i]) return false;
  }
  return true;
}

TEST_CASE("adding a policy never allows more") {
  testing::Random random(41);
  for (int round = 0; round < 60; ++round) {
    std::string first = testing::random_policy(random);
    std::string second = testing::random_policy(random);
    // upgrade-insecure-requests rewrites addresses, so what a policy then sees is another request.
    for (const std::string* policy : {&first, &second}) {
      if (policy->find("upgrade-insecure") != std::string::npos) first = second = "";
    }
    CAPTURE(first, second);
    CHECK(only_restricts(verdicts({{first}}), verdicts({{first}, {second}})));
  }
}

TEST_CASE("a report-only policy changes no verdict") {
  testing::Random random(42);
  for (int round = 0; round < 40; ++round) {
    const std::string first = testing::random_policy(random);
    const std::string second = testing::random_policy(random);
    CAPTURE(first, second);
    const decide::PolicyText report{second, decide::PolicyDisposition::Report};
    CHECK(verdicts({{first}}) == verdicts({{first}, report}));
  }
}

TEST_CASE("adding a host to a list never blocks") {
  testing::Random random(43);
  for (int round = 0; round < 60; ++round) {
    const std::string policy = testing::random_policy(random);
    std::size_t stop = policy.find(';');
    if (stop == std::string::npos) stop = policy.size();
    const std::string name = policy.substr(0, policy.find_first_of(" \t;"));
    const csp::DirectiveName directive = csp::directive_name(name);
    if (csp::info(directive).value != csp::ValueKind::SourceList) continue;
    const std::string wider = policy.substr(0, stop) + " new.example " + policy.substr(stop);
    CAPTURE(policy, wider);
    CHECK(only_restricts(verdicts({{wider}}), verdicts({{policy}})));
  }
}

TEST_CASE("parsed policies and their texts are decided alike, and decisions point into them") {
  testing::Random random(44);
  const auto requests = some_requests();
  for (int round = 0; round < 30; ++round) {
    const std::string text = testing::random_policy(random);
    CAPTURE(text);
    const std::vector<csp::Policy> policies =
        csp::parse_policy_list(text::MappedText(text, 0), csp::Disposition::Enforce);
    decide::PolicySet parsed;
    decide::PolicySet written;
    std::string buffer;
    grammar::Url page;
    REQUIRE(grammar::parse_url("https://site.example/", buffer, page) == grammar::UrlError::None);
    parsed.set_page(page);
    written.set_page(page);
    for (const csp::Policy& policy : policies) parsed.add(policy);
    written.add(decide::PolicyText{text});
    for (const decide::Request& request : requests) {
      const decide::PreparedRequest prepared(request);
      for (const decide::Profile profile : decide::kProfiles) {
        const decide::Decision a = decide::decide(parsed, prepared, profile);
        const decide::Decision b = decide::decide(written, prepared, profile);
        CHECK(a.allowed == b.allowed);
        if (a.by.directive == nullptr) continue;
        const csp::Policy& policy = *a.by.policy;
        CHECK(a.by.directive >= policy.directives.data());
        CHECK(a.by.directive < policy.directives.data() + policy.directives.size());
        if (a.by.source == nullptr) continue;
        CHECK(a.by.source >= policy.tokens.data());
        CHECK(a.by.source < policy.tokens.data() + policy.tokens.size());
      }
    }
  }
}

TEST_CASE("every real policy and every bent one gets an answer") {
  testing::Random random(45);
  const Json requests = {{{"type", "script"}, {"url", "https://x.test/a.js"}},
                         {{"type", "inline-style"}, {"content", "a{}"}},
                         {{"type", "frame-ancestors"}, {"url", "https://p.test/"}}};
  for (const std::string& policy : testing::real_policies()) {
    for (const std::string& text : {policy, testing::mutated(policy, random)}) {
      const std::string valid = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
      const std::string line =
          "{\"page\":\"https://a.test/\",\"headers\":[" + valid + "],\"requests\":" + requests.dump() + "}";
      const Json out = Json::parse(decide_line(line));
      REQUIRE(out.size() == 3);
      for (const Json& one : out) CHECK(one.contains("verdict"));
    }
  }
}

TEST_CASE("what a form and an editor offer are names that the engine knows") {
  const Json all = Json::parse(vocabulary_json());
  CHECK(all["requestTypes"].size() > 30);
  for (const Json& offered : all["requestTypes"]) {
    INFO(offered.dump());
    decide::RequestType type{};
    CHECK(decide::request_type(offered["type"].get<std::string>(), type));
    CHECK_FALSE(offered["label"].get<std::string>().empty());
    CHECK_FALSE(offered["chain"].empty());
    for (const Json& name : offered["chain"]) {
      CHECK(csp::directive_name(name.get<std::string>()) != csp::DirectiveName::Unknown);
    }
  }
  std::size_t values = 0;
  for (const Json& directive : all["directives"]) values += directive["values"].size();
  CHECK(values > 100);
  for (const Json& header : all["headers"]) {
    CHECK(http::header_name(header["name"].get<std::string>()) != http::HeaderName::Unknown);
  }
  CHECK(all["browsers"].size() == decide::kBrowserProfiles.size());
  std::set<std::string> meant;
  for (const Json& each : all["meanings"]) {
    INFO(each.dump());
    CHECK(meant.insert(each["kind"].get<std::string>() + " " + each["word"].get<std::string>()).second);
    CHECK_FALSE(each["meaning"].get<std::string>().empty());
  }
  for (const Json& directive : all["directives"]) {
    INFO(directive.dump());
    CHECK(meant.count("directive " + directive["name"].get<std::string>()) == 1);
    for (const Json& value : directive["values"]) {
      const std::string word = value.get<std::string>();
      if (csp::keyword(word) != csp::Keyword::Unknown) CHECK(meant.count("keyword " + word) == 1);
    }
  }
  for (const Json& header : all["headers"]) {
    INFO(header.dump());
    CHECK(meant.count("header " + header["name"].get<std::string>()) == 1);
  }
  for (const Json& each : all["ownOfResponse"]) {
    const std::string name = each.get<std::string>();
    CHECK(emitters::is_own_of_response(name.back() == '-' ? name + "Allow-Origin" : name));
  }
}

TEST_CASE("what is offered of a choice is taken, and what is taken is offered") {
  std::map<std::string, Json> offered;
  const Json all = Json::parse(vocabulary_json());
  for (const Json& choice : all["choices"]) {
    CHECK(offered.emplace(choice["name"].get<std::string>(), choice).second);
    CHECK_FALSE(choice["label"].get<std::string>().empty());
    for (const Json& value : choice["values"]) {
      INFO(value.dump());
      CHECK_FALSE(value["label"].get<std::string>().empty());
      HardenOptions options;
      const std::string word = value["value"].get<std::string>();
      if (text::trim(word).empty()) continue;
      CHECK(read_options({{choice["name"].get<std::string>(), word}}, options).empty());
    }
  }
  for (const OptionName& option : option_names(HardenOptions{})) {
    if (option.name == "hash" || option.name == "response") continue;  // a form doesn't ask about these
    INFO(option.name);
    REQUIRE(offered.count(option.name) == 1);
    const Json& choice = offered[option.name];
    CHECK(choice["free"].get<bool>() == option.choices.empty());
    for (const std::string_view word : option.choices) {
      CHECK(std::any_of(choice["values"].begin(), choice["values"].end(),
                        [&](const Json& value) { return value["value"].get<std::string>() == word; }));
    }
  }
}

}  // namespace decide_test
}  // namespace headstrong
