// The presets of services, decided against what each service asks of a page, and hardening over the
// real header sets.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/header_set.hpp"
#include "headstrong/lines.hpp"
#include "headstrong/options.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/files.hpp"
#include "support/long_run.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace services_test {

using Json = nlohmann::json;

constexpr std::string_view kNonce = "r4nd0mR4nd0mR4nd0mR4nd0";
const std::string kPage = "HTTP/1.1 200 OK\nContent-Type: text/html\n";

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '\t') cells.emplace_back();
    else cells.back() += c;
  }
  return cells;
}

std::vector<std::vector<std::string>> rows_of(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : testing::lines_of(testing::read_file(testing::root() + path))) {
    if (!line.empty() && line.front() != '#') rows.push_back(cells_of(line));
  }
  return rows;
}

std::vector<std::string> words_of(const std::string& cell) {
  std::vector<std::string> words;
  for (const std::string& word : testing::lines_of([&] {
         std::string lines = cell;
         for (char& c : lines) c = c == ' ' ? '\n' : c;
         return lines;
       }())) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

/// What each service asks for, as requests of decide.
std::map<std::string, std::vector<Json>> requests_of_services() {
  std::map<std::string, std::vector<Json>> all;
  for (const std::vector<std::string>& row : rows_of("tests/fixtures/services.tsv")) {
    Json request = {{"type", row[1]}};
    if (row[1] == "inline-style") request["content"] = "p { color: red }";
    else if (!row[2].empty()) request["url"] = row[2];
    all[row[0]].push_back(std::move(request));
  }
  return all;
}

std::string filled_in(std::string value) {
  for (std::size_t at = value.find("{{nonce}}"); at != std::string::npos; at = value.find("{{nonce}}")) {
    value.replace(at, 9, kNonce);
  }
  return value;
}

std::vector<std::string> policies_of(const HardenResult& result) {
  std::vector<std::string> values;
  for (const Header& header : result.headers) {
    if (header.name == "Content-Security-Policy") values.push_back(filled_in(header.value));
  }
  return values;
}

/// How many of the profiles allow the request.
int allowing(const std::vector<std::string>& policies, const Json& request) {
  const Json answer = Json::parse(
      decide_line(Json{{"page", "https://site.example/"}, {"headers", policies}, {"request", request}}.dump()));
  INFO(answer.dump());
  REQUIRE(answer.contains("verdict"));
  int count = 0;
  for (const auto& [profile, verdict] : answer["verdict"].items()) count += verdict == "allowed" ? 1 : 0;
  return count;
}
constexpr int kEverywhere = 4;

HardenOptions enforced(std::vector<std::string> services, Site site, Inline inline_scripts) {
  HardenOptions options;
  options.site = site;
  options.inline_scripts = inline_scripts;
  options.reporting = Reporting::None;
  options.services = std::move(services);
  return options;
}

TEST_CASE("each service gets what it asks for, in every browser, whatever becomes of inline code") {
  const auto requests = requests_of_services();
  CHECK(services().size() >= 45);
  for (const ServiceInfo& service : services()) {
    REQUIRE(requests.count(std::string(service.id)) == 1);
    for (const Inline inline_scripts : {Inline::None, Inline::Nonce, Inline::Hash}) {
      for (const Site site : {Site::Static, Site::Ssr, Site::Spa, Site::Mixed}) {
        if (site == Site::Static && inline_scripts == Inline::Nonce) continue;
        const HardenResult result = harden(kPage, enforced({std::string(service.id)}, site, inline_scripts));
        const std::vector<std::string> policies = policies_of(result);
        for (Json request : requests.at(std::string(service.id))) {
          const bool by_nonce = inline_scripts == Inline::Nonce && request["type"] == "script";
          if (by_nonce) request["nonce"] = kNonce;
          INFO(service.id << ' ' << request.dump() << '\n' << policies.front());
          CHECK(allowing(policies, request) == kEverywhere);
        }
      }
    }
  }
}

TEST_CASE("what a chosen service's snippet needs is told apart from what was done, by its id") {
  for (const Inline inline_scripts : {Inline::None, Inline::Nonce}) {
    HardenOptions options = enforced({"google-analytics", "calendly"}, Site::Mixed, inline_scripts);
    std::set<std::string> needing;
    for (const HardenChange& change : harden(kPage, options).changes) {
      if (change.service.empty()) continue;
      CHECK(change.open);
      needing.emplace(change.service);
      if (change.service == "google-analytics" && change.sentence.find("snippet") != std::string::npos) {
        const bool nonce = change.sentence.find("nonce attribute") != std::string::npos;
        CHECK(nonce == (inline_scripts == Inline::Nonce));
        CHECK((nonce || change.sentence.find("is blocked") != std::string::npos));
      }
    }
    CHECK(needing == std::set<std::string>{"calendly", "google-analytics"});
  }
}

TEST_CASE("services are looked for by other words, which name none that is meant otherwise") {
  const auto answers = [](std::string_view word) {
    std::set<std::string> ids;
    for (const ServiceInfo& service : services()) {
      for (const std::string& alias : words_of(std::string(service.aliases))) {
        CHECK(alias == text::lowered(alias));
        if (alias == word) ids.emplace(service.id);
      }
    }
    return ids;
  };
  CHECK(answers("ga4") == std::set<std::string>{"google-analytics"});
  CHECK(answers("gtm") == std::set<std::string>{"google-tag-manager"});
  CHECK(answers("gtag") == std::set<std::string>{"google-ads", "google-analytics"});
  CHECK(answers("fb") == std::set<std::string>{"facebook-login", "meta-pixel"});
  CHECK(answers("captcha").count("recaptcha") == 1);
  CHECK(answers("captcha").count("hcaptcha") == 1);
}

/// The directive that decides about such a request first.
std::string directive_of(const std::string& type) {
  static const std::map<std::string, std::string> kDirectives = {
      {"script", "script-src"},    {"style", "style-src"},        {"inline-style", "style-src"},
      {"image", "img-src"},        {"font", "font-src"},          {"fetch", "connect-src"},
      {"beacon", "connect-src"},   {"websocket", "connect-src"},  {"audio", "media-src"},
      {"video", "media-src"},      {"iframe", "frame-src"},       {"worker", "worker-src"},
      {"wasm-eval", "script-src"}, {"form-action", "form-action"}};
  return kDirectives.at(type);
}

TEST_CASE("no preset opens a kind of resource that its service never asks for, or anybody's hosts") {
  const auto requests = requests_of_services();
  std::set<std::string> ids;
  for (const ServiceInfo& service : services()) ids.insert(std::string(service.id));
  for (const std::vector<std::string>& row : rows_of("core/data/service_presets.tsv")) {
    if (row[0] == "id") continue;
    INFO(row[0] << ' ' << row[1] << ' ' << row[2]);
    CHECK(ids.count(row[0]) == 1);
    if (row[1].find("-src") == std::string::npos && row[1].find("form-action") == std::string::npos) continue;
    for (const std::string& directive : words_of(row[1])) {
      bool asked = false;
      for (const Json& request : requests.at(row[0])) asked = asked || directive_of(request["type"]) == directive;
      CHECK(asked);
    }
    for (const std::string& source : words_of(row[2])) {
      CHECK(source != "*");
      CHECK(source != "https:");
      CHECK(source != "'unsafe-eval'");
      // Whole top domains are anybody's.
      const bool wildcard = source.find("://*.") != std::string::npos;
      CHECK((!wildcard || source.find('.', source.find("://*.") + 5) != std::string::npos));
    }
  }
  // What other services ask for stays blocked, but where they share a host.
  for (const ServiceInfo& service : services()) {
    const HardenResult result = harden(kPage, enforced({std::string(service.id)}, Site::Mixed, Inline::None));
    const std::vector<std::string> policies = policies_of(result);
    for (const Json& request : {Json{{"type", "script"}, {"url", "https://attacker.example/a.js"}},
                                Json{{"type", "iframe"}, {"url", "https://attacker.example/"}},
                                Json{{"type", "fetch"}, {"url", "https://attacker.example/"}},
                                Json{{"type", "inline-script"}, {"content", "alert(1)"}},
                                Json{{"type", "script-attribute"}, {"content", "alert(1)"}}, Json{{"type", "eval"}},
                                Json{{"type", "object"}, {"url", "https://attacker.example/"}},
                                Json{{"type", "base-uri"}, {"url", "https://attacker.example/"}}}) {
      INFO(service.id << ' ' << request.dump());
      CHECK(allowing(policies, request) == 0);
    }
  }
}

std::string lines_of(const HeaderSet& headers) {
  std::string out;
  for (const Header& header : headers) out += header.name + ": " + header.value + "\n";
  return out;
}

TEST_CASE("of a service that is put in and taken out, the later choice counts") {
  HardenOptions options;
  CHECK(read_options({{"services", "stripe,-stripe"}}, options) == "");
  CHECK(options.services == std::vector<std::string>{"-stripe"});
  CHECK(lines_of(harden("", options).headers) == lines_of(harden("", HardenOptions{}).headers));
  CHECK(read_options({{"services", "-stripe, paypal, stripe"}}, options) == "");
  CHECK(options.services == std::vector<std::string>{"paypal", "stripe"});
}

TEST_CASE("taking a service out is the exact inverse of adding it, in any order") {
  std::vector<std::string> ids;
  for (const ServiceInfo& service : services()) ids.emplace_back(service.id);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string& a = ids[i];
    for (const std::size_t step : {1U, 7U, 23U}) {
      const std::string& b = ids[(i + step) % ids.size()];
      for (const Inline inline_scripts : {Inline::None, Inline::Nonce}) {
        INFO(a << ' ' << b);
        const std::string both = lines_of(harden("", enforced({a, b}, Site::Mixed, inline_scripts)).headers);
        const std::string one = lines_of(harden("", enforced({a}, Site::Mixed, inline_scripts)).headers);
        const std::string none = lines_of(harden("", enforced({}, Site::Mixed, inline_scripts)).headers);
        CHECK(lines_of(harden(both, enforced({a, "-" + b}, Site::Mixed, inline_scripts)).headers) == one);
        CHECK(lines_of(harden(one, enforced({"-" + a}, Site::Mixed, inline_scripts)).headers) == none);
        // The order in which services come changes no verdict.
        const std::string other = lines_of(harden("", enforced({b, a}, Site::Mixed, inline_scripts)).headers);
        CHECK(compare("HTTP/1.1 200 OK\n" + filled_in(both), "HTTP/1.1 200 OK\n" + filled_in(other)).witnesses.empty());
      }
    }
  }
}

std::string message_of(const HardenResult& result) { return "HTTP/1.1 200 OK\n" + lines_of(result.headers); }

HardenOptions with_services(std::vector<std::string> services) {
  HardenOptions options;
  options.services = std::move(services);
  return options;
}

/// Real sets, of which each service gets others.
template <class Use>
void each_service_and_set(Use use) {
  const std::vector<testing::RealResponse> responses = testing::real_responses(1);
  const std::vector<ServiceInfo> all = services();
  const std::size_t step = all.size();
  for (std::size_t i = 0; i < responses.size(); ++i) {
    for (std::size_t k = i % step; k < all.size(); k += step)
      use(std::string(all[k].id), testing::as_message(responses[i]));
  }
}

TEST_CASE("a real set that is hardened twice with a service gets it once") {
  std::size_t pairs = 0;
  each_service_and_set([&](const std::string& id, const std::string& text) {
    for (const std::optional<Reporting> reporting : {std::optional<Reporting>(), std::optional(Reporting::None)}) {
      HardenOptions options = with_services({id});
      options.reporting = reporting;
      const HardenResult once = harden(text, options);
      if (!once.error.empty()) return;
      ++pairs;
      INFO(id << '\n' << text);
      CHECK(message_of(harden(message_of(once), options)) == message_of(once));
    }
  });
  CHECK(pairs > 5000);
}

/// The lists of the policy that hardening rewrites, by directive.
std::map<std::string, std::vector<std::string>> lists_of(const HardenResult& result) {
  std::map<std::string, std::vector<std::string>> lists;
  for (const Header& header : result.headers) {
    if (text::lowered(header.name).rfind("content-security-policy", 0) != 0) continue;
    std::string lines = header.value;
    for (char& c : lines) c = c == ';' ? '\n' : c;
    for (const std::string& directive : testing::lines_of(lines)) {
      const std::vector<std::string> words = words_of(directive);
      if (words.size() > 1) lists[words[0]] = {words.begin() + 1, words.end()};
    }
  }
  return lists;
}

/// Whether the text can't tell what a site had of a service itself, as withdraw_services() says.
bool can_not_tell(const std::string& id, const HardenResult& hardened) {
  auto lists = lists_of(hardened);
  for (const std::vector<std::string>& row : rows_of("core/data/service_presets.tsv")) {
    if (row[0] != id) continue;
    for (const std::string& directive : words_of(row[1])) {
      for (const std::string& list : {directive, directive + "-elem"}) {
        for (const std::string& source : words_of(row[2])) {
          const std::vector<std::string>& own = lists[list];
          if (std::find(own.begin(), own.end(), source) != own.end() && source.find("://") != std::string::npos)
            return true;
          if (!own.empty() && own.front() == source) return true;
          if (source == "'unsafe-inline'" && std::any_of(own.begin(), own.end(), [](const std::string& token) {
                return token.rfind("'nonce-", 0) == 0 || token.rfind("'sha", 0) == 0;
              })) {
            return true;
          }
        }
      }
    }
  }
  return false;
}

TEST_CASE("taking a service out of a real set gives the set that it was put into") {
  std::size_t pairs = 0;
  std::size_t exact = 0;
  std::size_t shared = 0;
  each_service_and_set([&](const std::string& id, const std::string& text) {
    const HardenResult without = harden(text);
    if (!without.error.empty()) return;
    const HardenResult with = harden(text, with_services({id}));
    const HardenResult back = harden(message_of(with), with_services({"-" + id}));
    ++pairs;
    const bool same = message_of(back) == message_of(without);
    exact += same ? 1 : 0;
    if (same) return;
    INFO(id << '\n' << text << '\n' << message_of(with));
    const bool opened = text::lowered(text).find("opener-policy: same-origin") != std::string::npos &&
                        message_of(with).find("same-origin-allow-popups") != std::string::npos;
    if (opened || can_not_tell(id, without)) {
      ++shared;
      return;
    }
    CHECK(message_of(back) == message_of(without));
  });
  WARN(exact << " of " << pairs << " exact, " << shared << " that the text can't tell");
  CHECK(exact * 50 > pairs * 49);
}

TEST_CASE("taking a service out leaves what a site has itself, unless only that service explains it") {
  const auto policy = [](const std::string& text, std::vector<std::string> services) {
    HardenOptions options = with_services(std::move(services));
    options.reporting = Reporting::None;
    for (const Header& header : harden(text, options).headers) {
      if (header.name == "Content-Security-Policy") return header.value;
    }
    return std::string();
  };
  const std::string own =
      "Content-Security-Policy: default-src 'self'; connect-src 'self' https://www.google.com; "
      "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:";
  const std::string hardened = policy(own, {});
  // Neither of a service that was never there, nor of one that came and went.
  for (const ServiceInfo& service : services()) {
    const std::string id(service.id);
    INFO(id);
    CHECK(policy(own, {"-" + id}) == hardened);
    CHECK(policy("Content-Security-Policy: " + policy(own, {id}), {"-" + id}) == hardened);
  }
  // What somebody wrote by hand goes where it is this service's alone.
  CHECK(policy("Content-Security-Policy: default-src 'self'; script-src https://js.stripe.com 'self' https://a.example",
               {"-stripe"}) ==
        policy("Content-Security-Policy: default-src 'self'; script-src 'self' https://a.example", {}));
  // A pop-up's opener policy stays as the site has it.
  const std::string popups = "Cross-Origin-Opener-Policy: same-origin-allow-popups\n" + own;
  CHECK(message_of(harden(popups, with_services({"-stripe"}))).find("Opener-Policy: same-origin-allow-popups") !=
        std::string::npos);
}

TEST_CASE("services whose hosts a text names are offered, and only those") {
  const auto seen = [](const std::string& text) {
    std::set<std::string> ids;
    for (const SeenService& service : harden(text).seen) ids.insert(std::string(service.id));
    return ids;
  };
  using Ids = std::set<std::string>;
  CHECK(seen("Content-Security-Policy: script-src 'self' https://js.stripe.com; frame-src *.youtube.com") ==
        Ids{"stripe", "youtube"});
  CHECK(seen(kPage + "\n<!doctype html><script src=https://www.googletagmanager.com/gtm.js></script>"
                     "<a href=https://vimeo.com/1>x</a><iframe src='https://player.vimeo.com/video/1'></iframe>") ==
        Ids{"google-tag-manager", "vimeo"});
  CHECK(seen(kPage + "Link: <https://fonts.gstatic.com>; rel=preconnect\n") == Ids{"google-fonts"});
  CHECK(seen("Content-Security-Policy: script-src https://notstripe.com https://stripe.com.attacker.example") == Ids{});
  HardenOptions chosen;
  chosen.services = {"stripe"};
  CHECK(harden("Content-Security-Policy: script-src https://js.stripe.com", chosen).seen.empty());
  // Each service of the fixture is seen by one address of its own at least.
  for (const auto& [id, requests] : requests_of_services()) {
    bool found = false;
    for (const Json& request : requests) {
      if (!request.contains("url")) continue;
      const std::string url = request["url"];
      if (url.rfind("https://", 0) != 0) continue;
      const Ids ids =
          seen("Content-Security-Policy: default-src 'self'; script-src 'self' " + url.substr(0, url.find('/', 8)));
      found = found || ids.count(id) == 1;
    }
    INFO(id);
    CHECK((found || id == "jsdelivr" || id == "cdnjs"));
  }
}

TEST_CASE("a URL tells its service, by path and query where one host serves several") {
  const auto id_of = [](std::string_view url) {
    const std::optional<SeenService> service = service_of(url);
    return service ? std::string(service->id) : std::string();
  };
  const std::string host = "https://www.googletagmanager.com";
  CHECK(id_of(host + "/gtm.js?id=GTM-ABC") == "google-tag-manager");
  CHECK(id_of(host + "/gtag/js?id=GTM-ABC") == "google-tag-manager");
  CHECK(id_of(host + "/ns.html?id=GTM-ABC") == "google-tag-manager");
  CHECK(id_of(host) == "google-tag-manager");
  for (const std::string_view ga :
       {"/gtag/js?id=G-ABC", "/gtag/js?id=UA-1-2", "/gtag/js", "/gtag/js?id=G-ABC&cx=c#x"}) {
    CHECK(id_of(host + std::string(ga)) == "google-analytics");
  }
  CHECK(id_of(host + "/gtag/js?id=AW-123") == "google-ads");
  CHECK(id_of("https://region1.google-analytics.com/g/collect?v=2") == "google-analytics");
  CHECK(id_of("https://js.stripe.com/v3/") == "stripe");
  CHECK(id_of("https://cdn.example/?u=/gtag/js?id=G-1").empty());
  CHECK(id_of("").empty());
}

/// Plain http addresses count as their https form (or that of ws).
bool is_plain(const std::string& url, const std::string& text) {
  if (url.compare(0, 5, "http:") == 0 || url.compare(0, 3, "ws:") == 0) return true;
  if (url.compare(0, 4, "wss:") == 0) return true;  // of a source without wss:, only WebSockets are asked over it
  if (url.compare(0, 8, "https://") != 0) return false;
  return text.find("http" + url.substr(5, url.find('/', 8) - 5)) != std::string::npos;
}

TEST_CASE("over the real sets: idempotent, nothing newly allowed, A or the reason why not") {
  const char* given = std::getenv("HEADSTRONG_COMPARE_FACTOR");
  const std::size_t factor = given == nullptr ? 1 : static_cast<std::size_t>(std::atoi(given));
  std::map<std::string, std::size_t> letters;
  std::size_t sets = 0;
  std::size_t compared = 0;
  const std::size_t step = testing::usual_or_whole(3, 1);
  for (const testing::RealResponse& response : testing::real_responses(step)) {
    const std::string text = testing::as_message(response);
    const HardenResult once = harden(text);
    if (!once.error.empty()) continue;
    ++sets;
    ++letters[std::string(once.grade.enforced)];
    INFO(text);
    // The letter that is told is the one that analyze gives.
    bool reason = once.grade.enforced == "A" || once.grade.enforced == "A+";
    bool graded = false;
    for (const HardenChange& change : once.changes) {
      graded = graded || change.sentence.rfind("Graded ", 0) == 0;
      reason = reason ||
               (change.sentence.rfind("Graded ", 0) == 0 && change.sentence.find("To fix it") != std::string::npos);
    }
    CHECK(graded);
    CHECK(reason);
    // Every header of the response is in the set or spoken of.
    std::string spoken = "\n";
    for (const Header& header : once.headers) spoken += text::lowered(header.name) + "\n";
    for (const HardenChange& change : once.changes)
      spoken += text::lowered(change.header + " " + change.sentence) + "\n";
    for (const auto& [name, value] : response.headers) {
      INFO(name);
      CHECK(spoken.find(text::lowered(name)) != std::string::npos);
    }
    const std::string lines = "HTTP/1.1 200 OK\n" + lines_of(once.headers);
    CHECK("HTTP/1.1 200 OK\n" + lines_of(harden(lines).headers) == lines);
    if (sets % 5 > 2 && factor == 1) continue;
    ++compared;
    std::string after = lines;
    std::string nonce(kNonce);
    if (const std::size_t at = text.find("'nonce-"); at != std::string::npos) {
      nonce = text.substr(at + 7, text.find('\'', at + 7) - at - 7);
    }
    for (std::size_t at = after.find("{{nonce}}"); at != std::string::npos; at = after.find("{{nonce}}"))
      after.replace(at, 9, nonce);
    std::string newly;
    for (const decide::Witness& witness : compare(text, after).witnesses) {
      const bool allows = witness.change == decide::Change::Allows && witness.request.nonce.empty();
      if (allows && !is_plain(witness.request.url, text)) newly += witness.sentence + "\n";
    }
    CHECK(newly.empty());
  }
  std::string counted;
  for (const auto& [letter, count] : letters) counted += " " + letter + " " + std::to_string(count);
  WARN("sets " << sets << ", compared " << compared << "; once enforced:" << counted);
  CHECK(sets * step >= 3000);
  // Fewer fall short than one in five, and each of these says why.
  CHECK((letters["A"] + letters["A+"]) * 5 >= sets * 4);
}

}  // namespace services_test
}  // namespace headstrong
