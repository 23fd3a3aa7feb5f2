// What would let a blocked request through: each remedy is proved, and what it changes beside is said.
#include "headstrong/remedies.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/lines.hpp"
#include "headstrong/write_into.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/long_run.hpp"
#include "support/policies.hpp"

namespace headstrong {
namespace remedies_test {

using decide::PolicyDelivery;
using decide::PolicyDisposition;
using decide::PolicyText;
using decide::Profile;
using decide::Request;
using decide::RequestType;
using testing::Random;

constexpr std::string_view kPage = "https://site.example/";
using decide::kBrowserProfiles;

Request asked(RequestType type, std::string_view url = {}, std::string_view content = {}) {
  Request request;
  request.type = type;
  request.url = url;
  request.content = content;
  return request;
}
Request named(std::string_view name) {
  Request request;
  request.type = RequestType::TrustedTypePolicy;
  request.name = name;
  return request;
}

RemedyQuestion question_of(const Request& request) {
  RemedyQuestion question;
  question.request = request;
  question.page = kPage;
  return question;
}
Remedies of(std::string_view policy, const Request& request) {
  return remedies(std::vector<PolicyText>{{policy}}, "", question_of(request));
}

std::vector<PolicyText> texts_of(const std::vector<RemediedPolicy>& policies) {
  std::vector<PolicyText> texts;
  for (const RemediedPolicy& policy : policies) texts.push_back({policy.value, policy.disposition, policy.delivery});
  return texts;
}

bool is_impossible(const decide::Verdict& verdict) {
  for (const decide::Obstacle& obstacle : verdict.but) {
    if (obstacle.impossible) return true;
  }
  return false;
}

decide::Verdict verdict_of(const std::vector<PolicyText>& policies, const Request& request) {
  decide::Verdict verdict;
  const std::string error = decide::Decider(kPage, policies).decide(request, verdict);
  INFO(error);
  REQUIRE(error.empty());
  return verdict;
}
std::vector<Profile> allowing(const decide::Verdict& verdict) {
  std::vector<Profile> browsers;
  for (const Profile browser : kBrowserProfiles) {
    if (verdict.allowed_in(browser)) browsers.push_back(browser);
  }
  return browsers;
}

struct Row {
  std::string_view policy;
  Request request;
  std::string_view first;  // title of the narrowest remedy
};

std::vector<Row> rows() {
  std::vector<Row> all = {
      {"default-src 'self'", asked(RequestType::Font, "https://fonts.example/a/b.woff2"),
       "Add `font-src 'self' https://fonts.example/a/b.woff2`"},
      {"img-src 'none'", asked(RequestType::Image, "https://pics.example/a,b;c.png"),
       "Add `https://pics.example/a%2Cb%3Bc.png` to `img-src`"},
      {"img-src 'none'", asked(RequestType::Image, "data:image/png,x"), "Add `data:` to `img-src`"},
      {"script-src 'none'", asked(RequestType::InlineScript, {}, "go()"),
       "Add `'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='` to `script-src`"},
      {"script-src 'self'", asked(RequestType::Eval), "Add `'unsafe-eval'` to `script-src`"},
      {"script-src 'self'", asked(RequestType::WasmEval), "Add `'wasm-unsafe-eval'` to `script-src`"},
      {"connect-src 'self'", asked(RequestType::WebSocket, "wss://live.example/s"),
       "Add `wss://live.example/s` to `connect-src`"},
      {"trusted-types good; require-trusted-types-for 'script'", named("evil"), "Add `evil` to `trusted-types`"},
      {"sandbox allow-scripts", asked(RequestType::FormAction, "https://a.example/"), "Add `allow-forms` to `sandbox`"},
      {"base-uri 'self'", asked(RequestType::BaseUri, "https://elsewhere.example/"),
       "Add `https://elsewhere.example` to `base-uri`"},
      {"default-src 'self', img-src 'none'", asked(RequestType::Image, "https://pics.example/"),
       ""},  // two lists, of which one has the directive
      {"default-src 'none'", asked(RequestType::Style, "https://SITE.example:443/a.css"), "Add `style-src 'self'`"},
  };
  Request redirected = asked(RequestType::Script, "https://cdn.example/a.js");
  redirected.redirects = 1;
  all.push_back({"script-src 'self'", redirected, "Add `https://cdn.example` to `script-src`"});
  Request framed = asked(RequestType::FrameAncestors);
  framed.ancestors = {"https://portal.example/", "https://top.example/x", "https://portal.example/y"};
  all.push_back(
      {"frame-ancestors 'none'", framed, "Add `https://portal.example https://top.example` to `frame-ancestors`"});
  return all;
}

TEST_CASE("remedies: the narrowest comes first, and all let the request through") {
  for (const Row& row : rows()) {
    INFO(row.policy);
    CHECK(allowing(verdict_of({{row.policy}}, row.request)).size() < 3);
    const Remedies found = of(row.policy, row.request);
    REQUIRE(found.error.empty());
    REQUIRE_FALSE(found.remedies.empty());
    if (!row.first.empty()) CHECK(found.remedies.front().title == row.first);
    for (const Remedy& remedy : found.remedies) {
      INFO(remedy.title);
      CHECK(allowing(verdict_of(texts_of(remedy.policies), row.request)).size() == 3);
      CHECK(remedy.browsers.size() == 3);
      CHECK(allowing(verdict_of({{remedy.policy}}, row.request)).size() == 3);
      CHECK(remedy.edits.empty());
      REQUIRE(remedy.opens);
      CHECK_FALSE(remedy.opens->empty());
      // What is allowed needs nothing more.
      CHECK(of(remedy.policy, row.request).remedies.empty());
    }
  }
}

TEST_CASE("remedies: a directive of its own comes before a wider list, and opens less") {
  const Remedies found = of("default-src 'self'", asked(RequestType::Font, "https://fonts.example/a.woff2"));
  REQUIRE(found.remedies.size() == 3);
  CHECK(found.remedies[0].title == "Add `font-src 'self' https://fonts.example/a.woff2`");
  CHECK(found.remedies[1].title == "Add `font-src 'self' https://fonts.example`");
  CHECK(found.remedies[2].title == "Add `https://fonts.example/a.woff2` to `default-src`");
  for (std::size_t i = 1; i < 3; ++i) CHECK(found.remedies[i - 1].opens->size() <= found.remedies[i].opens->size());
}

TEST_CASE("remedies: of several policies each is opened as little as it can be") {
  const std::vector<PolicyText> policies = {{"default-src 'self'"}, {"img-src x.test"}};
  const Remedies found = remedies(policies, "", question_of(asked(RequestType::Image, "https://y.test/a.png")));
  REQUIRE(!found.remedies.empty());
  const Remedy& first = found.remedies[0];
  REQUIRE(first.policies.size() == 2);
  CHECK(first.policies[0].value == "default-src 'self'; img-src 'self' https://y.test/a.png");
  CHECK(first.policies[1].value == "img-src x.test https://y.test/a.png");
  CHECK(first.title ==
        "Add `img-src 'self' https://y.test/a.png` and `https://y.test/a.png` to `img-src` in 2 policies");
  for (const std::string& sentence : *first.opens) CHECK(sentence.find("script") == std::string::npos);
}

/// One of each sort, for policies that nobody wrote.
std::vector<Request> probes() {
  std::vector<Request> all;
  for (const RequestType type :
       {RequestType::Script, RequestType::Style, RequestType::Image, RequestType::Font, RequestType::Fetch,
        RequestType::Iframe, RequestType::Object, RequestType::Worker, RequestType::FormAction, RequestType::BaseUri,
        RequestType::FrameAncestors, RequestType::Audio, RequestType::Manifest}) {
    for (const std::string_view url : {"https://site.example/a.js", "https://cdn.example/lib/a.js", "http://b.example/",
                                       "https://www.example.com/x", "https://a.example:8080/b"}) {
      all.push_back(asked(type, url));
    }
    if (type != RequestType::BaseUri && type != RequestType::FrameAncestors)
      all.push_back(asked(type, "data:text/plain,x"));
  }
  for (const RequestType type :
       {RequestType::InlineScript, RequestType::InlineStyle, RequestType::ScriptAttribute, RequestType::StyleAttribute,
        RequestType::JavaScriptUrl, RequestType::Eval, RequestType::WasmEval}) {
    all.push_back(asked(type, {}, "go()"));
    all.push_back(asked(type, {}, "other()"));
  }
  for (Request request :
       {asked(RequestType::Script, "https://n.example/n.js"), asked(RequestType::InlineScript, {}, "n()")}) {
    request.nonce = "abc";
    all.push_back(request);
  }
  return all;
}

std::vector<PolicyText> random_set(Random& random, std::vector<std::string>& kept) {
  std::vector<PolicyText> policies;
  for (int i = 0; i < 3; ++i) kept.push_back(testing::random_policy(random));
  policies.push_back({kept[0]});
  if (random.below(3) == 0) policies.push_back({kept[1], PolicyDisposition::Report, PolicyDelivery::Header});
  if (random.below(4) == 0) policies.push_back({kept[2], PolicyDisposition::Enforce, PolicyDelivery::Meta});
  return policies;
}

bool is_reported(const decide::Verdict& verdict) {
  return std::any_of(verdict.decided_by.begin(), verdict.decided_by.end(), [](const decide::DecidedBy& by) {
    return by.disposition == PolicyDisposition::Report && !by.allowed;
  });
}

TEST_CASE("remedies: proved, and nothing changes that is not said, over policies that nobody wrote") {
  Random random(20261128);
  const std::vector<Request> all = probes();
  std::size_t tried = 0;
  for (int i = 0; i < 500; ++i) {
    std::vector<std::string> kept;
    const std::vector<PolicyText> policies = random_set(random, kept);
    const Request& request = all[random.below(all.size())];
    INFO(kept[0] << "\n"
                 << kept[1] << "\n"
                 << kept[2] << "\n"
                 << decide::request_type_name(request.type) << " " << request.url);
    const decide::Verdict before = verdict_of(policies, request);
    const Remedies found = remedies(policies, "", question_of(request));
    REQUIRE(found.error.empty());
    const bool blocked = allowing(before).size() < 3;
    if (!blocked && !is_reported(before)) CHECK(found.remedies.empty());
    CHECK(found.remedies.size() <= 3);
    for (const Remedy& remedy : found.remedies) {
      INFO(remedy.title << "\n" << remedy.policy);
      ++tried;
      const std::vector<PolicyText> changed = texts_of(remedy.policies);
      const decide::Verdict after = verdict_of(changed, request);
      CHECK(allowing(after) == remedy.browsers);
      CHECK(remedy.browsers.size() == 3);
      if (!blocked) CHECK_FALSE(is_reported(after));
      bool opens = false;
      bool closes = false;
      for (const Request& probe : all) {
        const decide::Verdict was = verdict_of(policies, probe);
        const decide::Verdict is = verdict_of(changed, probe);
        if (is_impossible(was) || is_impossible(is)) continue;
        for (const Profile profile : decide::kProfiles) {
          opens = opens || (!was.allowed_in(profile) && is.allowed_in(profile));
          closes = closes || (was.allowed_in(profile) && !is.allowed_in(profile));
        }
      }
      REQUIRE(remedy.opens);
      if (opens) CHECK_FALSE(remedy.opens->empty());
      if (closes) CHECK_FALSE(remedy.closes.empty());
      if (!blocked) CHECK(remedy.opens->empty());  // a list that only reports opens nothing
    }
  }
  CHECK(tried > 150);
}

std::string referenced(std::string_view value) {
  std::string out;
  for (const char c : value) out += c == '"' ? "&quot;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

TEST_CASE("remedies: the edits of a pasted text give these policies and leave the rest") {
  const std::string name = "Content-Security-Policy";
  const std::vector<Request> all = probes();
  std::size_t tried = 0;
  for (const std::string_view policy :
       {"default-src 'self'", "default-src 'none'", "script-src 'nonce-abc' 'strict-dynamic'; object-src 'none'",
        "script-src https://a.example/x?a&lt ; img-src https://a.example/&amp; form-action 'self'"}) {
    const std::string value(policy);
    for (const std::string& text :
         {"HTTP/2 200\n" + name + ": " + value + "\nserver: a\n",
          nlohmann::json{{"X-A", "\xC3\xA4"}, {name, value}}.dump(),
          "<!doctype html><meta http-equiv=\"" + name + "\" content=\"" + referenced(value) +
              "\"><title>\xE2\x82\xAC</title>",
          "server {\n  add_header X-A b;\n  add_header " + name + " \"" + value + "\" always;\n}\n"}) {
      for (std::size_t i = 0; i < all.size(); i += 5) {
        INFO(text << "\n" << decide::request_type_name(all[i].type) << " " << all[i].url);
        const Report report = analyze(text);
        RemedyQuestion question = question_of(all[i]);
        question.opens = false;
        const Remedies found = remedies(text, std::nullopt, question);
        REQUIRE(found.error.empty());
        for (const Remedy& remedy : found.remedies) {
          ++tried;
          CHECK_FALSE(remedy.opens);
          REQUIRE_FALSE(remedy.edits.empty());
          const Report after = analyze(apply_edits(text, remedy.edits));
          REQUIRE(after.policies.size() == remedy.policies.size());
          for (std::size_t p = 0; p < after.policies.size(); ++p)
            CHECK(after.policies[p].text == remedy.policies[p].value);
          CHECK(after.input.format == report.input.format);
          CHECK(after.input.responses.front().headers == report.input.responses.front().headers);
          CHECK(allowing(verdict_of(texts_of(remedy.policies), all[i])).size() == 3);
        }
      }
    }
  }
  CHECK(tried > 100);
}

TEST_CASE("remedies: over real policies each is proved") {
  const std::vector<std::string>& policies = testing::real_policies();
  const std::vector<Request> all = probes();
  std::size_t tried = 0;
  for (std::size_t i = 0; i < policies.size(); i += 5) {
    const Request& request = all[(i * 7) % all.size()];
    INFO(policies[i]);
    for (const Remedy& remedy : of(policies[i], request).remedies) {
      CHECK(allowing(verdict_of(texts_of(remedy.policies), request)).size() == 3);
      ++tried;
    }
  }
  CHECK(tried > 40);
}

TEST_CASE("remedies: none where no change of the policy helps, and what does") {
  const auto advice = [](std::string_view policy, const Request& request) {
    const Remedies found = of(policy, request);
    CHECK(found.remedies.empty());
    return found.advice ? found.advice->sentence : std::string();
  };
  CHECK(of("img-src *", asked(RequestType::Image, "https://a.example/")).advice.has_value() == false);
  CHECK(advice("script-src 'nonce-abc' 'strict-dynamic'", asked(RequestType::Script, "https://cdn.example/a.js"))
            .find("has a nonce") != std::string::npos);
  CHECK(advice("script-src 'strict-dynamic'", asked(RequestType::Script, "https://cdn.example/a.js"))
            .find("no script can start") != std::string::npos);
  CHECK(
      advice("require-trusted-types-for 'script'", asked(RequestType::TrustedTypeSink)).find("Trusted Types policy") !=
      std::string::npos);
  CHECK(advice("script-src 'self'", asked(RequestType::InlineScript)).find("get the hash") != std::string::npos);
  CHECK(of("sandbox", asked(RequestType::InlineScript)).advice.has_value() == false);  // it asks for no hash
  // Never written into the policy: what would say more than one word there.
  CHECK(advice("trusted-types default", named("a'; script-src *")).empty());
  for (const std::string_view url : {"https://a;script-src.example/x", "https://a,b.example/x"}) {
    for (const Remedy& remedy : of("img-src 'none'", asked(RequestType::Image, url)).remedies) {
      CHECK(remedy.title.find_first_of(";,") == std::string::npos);
    }
  }
}

TEST_CASE("remedies: X-Frame-Options gives way to a policy that names the ancestors") {
  Request request = asked(RequestType::FrameAncestors);
  request.ancestors = {"https://portal.example/"};
  const Remedies found = remedies(std::vector<PolicyText>{{"default-src 'self'"}}, "DENY", question_of(request));
  REQUIRE(found.remedies.size() == 1);
  CHECK(found.remedies[0].policy == "default-src 'self'; frame-ancestors https://portal.example");
  const Remedies alone = remedies(std::vector<PolicyText>(), "DENY", question_of(request));
  CHECK(alone.remedies.empty());
  REQUIRE(alone.advice);
  CHECK(alone.advice->sentence.find("can't name other sites") != std::string::npos);
}

TEST_CASE("remedies: for what no browser asks for there is none, and it is said") {
  Request request;
  request.type = RequestType::Worker;
  request.url = "https://cdn.example/worker.js";
  const Remedies found = remedies({{"worker-src 'self'"}}, "", question_of(request));
  CHECK(found.remedies.empty());
  REQUIRE(found.advice);
  CHECK(found.advice->sentence.find("No browser makes this request") == 0);
}

TEST_CASE("remedies: nothing is named that may be the page's own host") {
  RemedyQuestion question;
  question.request = asked(RequestType::Script, "https://www.mine.example/app.js");
  const std::vector<PolicyText> policies = {{"default-src 'self'"}};
  const Remedies unknown = remedies(policies, "", question);
  CHECK(unknown.remedies.empty());
  REQUIRE(unknown.advice);
  CHECK(unknown.advice->sentence.find("URL first") != std::string::npos);
  question.browser = Profile::Firefox;  // its console tells that it was blocked
  CHECK_FALSE(remedies(policies, "", question).remedies.empty());
  question.browser.reset();
  question.page = "https://www.mine.example/";
  CHECK(remedies(policies, "", question).remedies.empty());  // allowed
}

TEST_CASE("remedies: a line, its faults and its id") {
  using Json = nlohmann::json;
  const auto answer = [](const Json& line) { return Json::parse(remedies_line(line.dump())); };
  const Json line = {{"page", kPage},
                     {"headers", {"img-src 'self'"}},
                     {"id", 7},
                     {"request", {{"type", "image"}, {"url", "https://pics.example/a.png"}}}};
  const Json found = answer(line);
  CHECK(found["id"] == 7);
  REQUIRE(found["remedies"].size() == 2);
  CHECK(found["remedies"][0]["title"] == "Add `https://pics.example/a.png` to `img-src`");
  CHECK(found["remedies"][0]["policy"] == "img-src 'self' https://pics.example/a.png");
  CHECK(found["remedies"][0]["opens"].size() >= 1);
  CHECK(found["remedies"][1]["policy"] == "img-src 'self' https://pics.example");
  CHECK_FALSE(found["remedies"][0].contains("edits"));
  CHECK_FALSE(found.contains("service"));
  Json tagged = line;
  tagged["request"] = {{"type", "script"}, {"url", "https://www.googletagmanager.com/gtag/js?id=G-1"}};
  CHECK(answer(tagged)["service"]["id"] == "google-analytics");
  for (const std::string_view bad :
       {"", "x", "[]", "{}", R"({"headers":[]})", R"({"headers":[],"request":{"type":"image"}})",
        R"({"headers":[],"browser":"spec","request":{"type":"eval"}})",
        R"({"text":"","response":3,"request":{"type":"eval"}})", R"({"text":7,"request":{"type":"eval"}})",
        R"({"page":"nowhere","headers":[],"request":{"type":"eval"}})"}) {
    INFO(bad);
    CHECK(Json::parse(remedies_line(bad)).contains("error"));
  }
  // Positions in both units.
  const std::string text = "X-A: \xF0\x9F\x98\x80\nContent-Security-Policy: img-src 'self'\n";
  Json pasted = {{"text", text}, {"request", line["request"]}, {"opens", false}};
  pasted["page"] = kPage;
  const Json bytes = answer(pasted)["remedies"][0];
  pasted["encoding"] = "utf-16";
  const Json units = answer(pasted)["remedies"][0];
  CHECK(bytes["edits"][0]["start"] == text.size() - 1);
  CHECK(units["edits"][0]["start"] == text.size() - 3);
  CHECK_FALSE(bytes.contains("opens"));
}

TEST_CASE("remedies: long policies of any shape are answered") {
  const std::size_t size = testing::usual_or_whole(1024 * 1024, kMaxInputBytes);
  for (const std::string_view piece : {" a.example", ", img-src a", "; img-src a", " 'nonce-abc'"}) {
    INFO(piece);
    std::string policy = "script-src";
    while (policy.size() + piece.size() < size) policy += piece;
    RemedyQuestion question = question_of(asked(RequestType::Script, "https://other.example/x.js"));
    question.opens = false;
    CHECK(remedies(std::vector<PolicyText>{{policy}}, "", question).error.empty());
  }
}

}  // namespace remedies_test
}  // namespace headstrong
