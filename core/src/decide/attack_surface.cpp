#include "decide/attack_surface.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "decide/request.hpp"

namespace headstrong::decide {
namespace attack_surface_detail {

struct Try {
  RequestType type;
  std::string_view url;
};

// In the order of Attack. SelfScript's URL depends on the page and is filled in.
inline constexpr std::array<Try, kAttackCount> kTries = {{
    {RequestType::InlineScript, ""},
    {RequestType::ScriptAttribute, ""},
    {RequestType::JavaScriptUrl, ""},
    {RequestType::Script, "https://attacker.example/x.js"},
    {RequestType::Script, "http://attacker.example/x.js"},
    {RequestType::Script, "data:text/javascript,x"},
    {RequestType::Script, "blob:https://attacker.example/0"},
    {RequestType::Script, "filesystem:https://attacker.example/temporary/x.js"},
    {RequestType::Script, ""},
    {RequestType::Eval, ""},
    {RequestType::Eval, ""},
    {RequestType::InlineStyle, ""},
    {RequestType::Style, "https://attacker.example/x.css"},
    {RequestType::Object, "https://attacker.example/x"},
    {RequestType::Object, "data:text/html,x"},
    {RequestType::BaseUri, "https://attacker.example/"},
    {RequestType::FormAction, "https://attacker.example/"},
    {RequestType::Fetch, "https://attacker.example/"},
    {RequestType::Image, "https://attacker.example/x.png"},
    {RequestType::Iframe, "https://attacker.example/"},
    {RequestType::FrameAncestors, "https://attacker.example/"},
    {RequestType::TrustedTypeSink, ""},
}};

inline constexpr Profile kBrowsers[] = {Profile::Chromium, Profile::Firefox, Profile::WebKit};

/// The URLs of kTries, taken apart once for all pages; they are canonical, so that nothing but
/// views of the literals is kept.
const std::array<grammar::Url, kAttackCount>& urls() {
  static const std::array<grammar::Url, kAttackCount> kUrls = [] {
    std::array<grammar::Url, kAttackCount> urls;
    std::string unused;
    for (std::size_t i = 0; i < kAttackCount; ++i) {
      if (!kTries[i].url.empty()) grammar::parse_url(kTries[i].url, unused, urls[i]);
    }
    return urls;
  }();
  return kUrls;
}

grammar::Url url_of(Attack attack, const PolicySet& policies) {
  if (attack != Attack::SelfScript) return urls()[static_cast<std::size_t>(attack)];
  grammar::Url own = policies.page();
  own.path = "/x.js";
  own.opaque_path = false;
  return own;
}

Request request_of(Attack attack) {
  Request request;
  request.type = kTries[static_cast<std::size_t>(attack)].type;
  request.content = "attacker()";
  request.trusted = attack == Attack::TrustedEval;
  return request;
}

}  // namespace attack_surface_detail

AttackSurface::Answer AttackSurface::find_answer(Attack attack) const {
  const Request request = attack_surface_detail::request_of(attack);
  const PreparedRequest prepared(request, attack_surface_detail::url_of(attack, *policies_));
  Answer answer;
  for (const Profile profile : attack_surface_detail::kBrowsers) {
    const Decision decision = decide(*policies_, prepared, profile);
    answer.allowed = decision.allowed;
    if (decision.allowed || profile == Profile::Chromium) answer.by = decision.by;
    if (decision.allowed) break;
  }
  return answer;
}

bool AttackSurface::differs(Attack attack) const {
  if (!allowed(attack)) return false;
  const Request request = attack_surface_detail::request_of(attack);
  const PreparedRequest prepared(request, attack_surface_detail::url_of(attack, *policies_));
  return std::any_of(
      std::begin(attack_surface_detail::kBrowsers), std::end(attack_surface_detail::kBrowsers),
      [&](Profile profile) { return !decide(*policies_, prepared, profile).allowed; });
}

}  // namespace headstrong::decide
