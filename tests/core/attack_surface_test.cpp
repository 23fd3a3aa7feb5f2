// The attack surface as the facts of lists give it, against what `decide` says of each attack.
#include "decide/attack_surface.hpp"

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "decide/request.hpp"
#include "grammar/url.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/policies.hpp"
#include "support/random.hpp"

namespace headstrong {
namespace attack_surface_test {

using decide::Attack;
using decide::AttackSurface;

/// What one response says of framing and loading.
struct Set {
  std::vector<decide::PolicyText> policies;
  std::string_view page = "https://site.example/";
  std::string_view x_frame_options = {};
};

bool are_same(const decide::PolicyDecision& a, const decide::PolicyDecision& b) {
  return a.allowed == b.allowed && a.effective == b.effective && a.policy == b.policy && a.directive == b.directive &&
         a.source == b.source;
}

/// Counts the cells of which facts told at least one.
struct Count {
  std::size_t cells = 0;
  std::size_t looked_up = 0;
};

void compare_ways(const Set& set, Count& count) {
  decide::PolicySet policies;
  std::string buffer;
  grammar::Url page;
  REQUIRE(grammar::parse_url(set.page, buffer, page) == grammar::UrlError::None);
  policies.set_page(page);
  policies.set_x_frame_options(set.x_frame_options);
  for (const decide::PolicyText& text : set.policies) policies.add(text);
  const AttackSurface quick(policies);
  const AttackSurface slow(policies, AttackSurface::Way::DecideOnly);
  for (std::size_t i = 0; i < decide::kAttackCount; ++i) {
    const auto attack = static_cast<Attack>(i);
    const bool same = quick.allowed(attack) == slow.allowed(attack) && quick.differs(attack) == slow.differs(attack) &&
                      are_same(quick.by(attack), slow.by(attack));
    if (!same) {
      std::string all;
      for (const decide::PolicyText& text : set.policies) all.append(text.value).append("\n");
      CAPTURE(i, set.page, all);
      CHECK(quick.allowed(attack) == slow.allowed(attack));
      CHECK(quick.differs(attack) == slow.differs(attack));
      CHECK(are_same(quick.by(attack), slow.by(attack)));
    }
    ++count.cells;
    decide::Decision decision;
    if (decide::may_look_up(policies) &&
        decide::look_up(policies, attack, decide::traits(decide::Profile::Chromium), decision)) {
      ++count.looked_up;
    }
  }
}

constexpr std::string_view kPages[] = {
    "https://site.example/", "http://site.example/",      "https://site.example:8443/a/b",
    "http://site.test:80/",  "https://attacker.example/", "https://192.0.2.1/",
    "file:///C:/x.html",     "https://*.example/",        "blob:https://site.example/1"};
constexpr std::string_view kFraming[] = {"", "DENY", "SAMEORIGIN", "ALLOWALL", "nonsense, deny"};

/// Sources with which facts could go wrong, beside those of `random_policy`.
constexpr std::string_view kWords[] = {"*",
                                       "'self'",
                                       "https:",
                                       "http:",
                                       "ws:",
                                       "wss:",
                                       "data:",
                                       "blob:",
                                       "filesystem:",
                                       "HTTPS:",
                                       "mediastream:",
                                       "https://*",
                                       "http://*:*",
                                       "*:443",
                                       "*:80",
                                       "https://*.example",
                                       "*.example",
                                       "attacker.example",
                                       "http://attacker.example:80/x.js",
                                       "*/x.js",
                                       "data://*",
                                       "blob://*",
                                       "site.example",
                                       "https://site.example:8443",
                                       "'unsafe-inline'",
                                       "'unsafe-eval'",
                                       "'strict-dynamic'",
                                       "'unsafe-hashes'",
                                       "'none'",
                                       "'wasm-unsafe-eval'",
                                       "'trusted-types-eval'",
                                       "'nonce-abc'",
                                       "'sha256-v3QWg4VbBm2sFLrqPAUmYmyWZa7mnFf2eRCVwNxOiPQ='",
                                       "'sha256-abc'",
                                       "'sha-256-abcd'",
                                       "'self'x",
                                       "'nonce-a=b'",
                                       "'report-sample'",
                                       "https://cdn.test?x",
                                       "https://*/%",
                                       "*?x"};
constexpr std::string_view kNames[] = {"default-src",
                                       "script-src",
                                       "script-src-elem",
                                       "script-src-attr",
                                       "style-src",
                                       "style-src-elem",
                                       "object-src",
                                       "frame-src",
                                       "child-src",
                                       "img-src",
                                       "connect-src",
                                       "base-uri",
                                       "form-action",
                                       "frame-ancestors",
                                       "DEFAULT-SRC",
                                       "require-trusted-types-for",
                                       "upgrade-insecure-requests",
                                       "block-all-mixed-content",
                                       "sandbox",
                                       "unknown"};

std::string random_list(testing::Random& random) {
  std::string policy;
  for (std::size_t d = 1 + random.below(6); d > 0; --d) {
    policy += kNames[random.below(std::size(kNames))];
    for (std::size_t w = random.below(5); w > 0; --w)
      policy.append(" ").append(kWords[random.below(std::size(kWords))]);
    policy += random.below(20) == 0 ? ", " : "; ";
  }
  return policy;
}

Set any_set(std::string_view first, std::string_view second, testing::Random& random) {
  Set set;
  const auto disposition =
      random.below(6) == 0 ? decide::PolicyDisposition::Report : decide::PolicyDisposition::Enforce;
  const auto delivery = random.below(6) == 0 ? decide::PolicyDelivery::Meta : decide::PolicyDelivery::Header;
  set.policies.push_back({first, disposition, delivery});
  if (random.below(3) == 0) set.policies.push_back({second});
  if (random.below(3) == 0) set.page = kPages[random.below(std::size(kPages))];
  if (random.below(3) == 0) set.x_frame_options = kFraming[random.below(std::size(kFraming))];
  return set;
}

TEST_CASE("the attack surface of real policies is the same by facts as by deciding") {
  Count count;
  testing::Random random(10);
  const std::vector<std::string>& policies = testing::real_policies();
  for (const std::string& policy : policies) {
    compare_ways({{{policy}}}, count);
    const std::string& other = policies[random.below(policies.size())];
    compare_ways(any_set(policy, other, random), count);
  }
  // Facts that told nothing would agree, too.
  CHECK(count.looked_up > count.cells / 2);
}

TEST_CASE("the attack surface of changed and random policies is the same by facts as by deciding") {
  Count count;
  testing::Random random(11);
  for (const std::string& policy : testing::real_policies()) {
    const std::string first = testing::mutated(policy, random);
    const std::string second = random_list(random);
    compare_ways(any_set(first, second, random), count);
  }
  for (int i = 0; i < 4000; ++i) {
    const std::string first = random_list(random);
    const std::string second = testing::random_policy(random);
    compare_ways(any_set(first, second, random), count);
    compare_ways(any_set(second, first, random), count);
  }
  CHECK(count.looked_up > count.cells / 4);
}

TEST_CASE("no hash of the attacker's code begins as a list of others would have it") {
  // Facts rule out hashes at their first digit; a list with the real ones has to be asked.
  for (const decide::RequestType type : {decide::RequestType::InlineScript, decide::RequestType::JavaScriptUrl}) {
    decide::Request request;
    request.type = type;
    request.content = "attacker()";
    const decide::PreparedRequest prepared(request);
    for (const auto algorithm : {csp::HashAlgorithm::Sha256, csp::HashAlgorithm::Sha384, csp::HashAlgorithm::Sha512}) {
      const std::string name = algorithm == csp::HashAlgorithm::Sha256   ? "sha256-"
                               : algorithm == csp::HashAlgorithm::Sha384 ? "sha384-"
                                                                         : "sha512-";
      const std::string policy =
          "script-src 'unsafe-hashes' '" + name + std::string(prepared.hashes().base64(algorithm)) + "'";
      Count count;
      compare_ways({{{policy}}}, count);
      decide::PolicySet set;
      set.add(decide::PolicyText{policy});
      CHECK(AttackSurface(set).allowed(type == decide::RequestType::InlineScript ? Attack::InlineScript
                                                                                 : Attack::JavaScriptUrl));
    }
  }
}

}  // namespace attack_surface_test
}  // namespace headstrong
