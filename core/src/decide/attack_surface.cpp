#include "decide/attack_surface.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "decide/request.hpp"

namespace headstrong::decide {
namespace attack_surface_detail {

struct Try {
  Attack attack;
  RequestType type;
  std::string_view url;
};

// SelfScript's URL depends on the page and is filled in.
inline constexpr std::array<Try, kAttackCount> kTries = {{
    {Attack::InlineScript, RequestType::InlineScript, ""},
    {Attack::ScriptAttribute, RequestType::ScriptAttribute, ""},
    {Attack::JavaScriptUrl, RequestType::JavaScriptUrl, ""},
    {Attack::HttpsScript, RequestType::Script, "https://attacker.example/x.js"},
    {Attack::HttpScript, RequestType::Script, "http://attacker.example/x.js"},
    {Attack::DataScript, RequestType::Script, "data:text/javascript,x"},
    {Attack::BlobScript, RequestType::Script, "blob:https://attacker.example/0"},
    {Attack::FilesystemScript, RequestType::Script, "filesystem:https://attacker.example/temporary/x.js"},
    {Attack::SelfScript, RequestType::Script, ""},
    {Attack::Eval, RequestType::Eval, ""},
    {Attack::TrustedEval, RequestType::Eval, ""},
    {Attack::InlineStyle, RequestType::InlineStyle, ""},
    {Attack::HttpsStyle, RequestType::Style, "https://attacker.example/x.css"},
    {Attack::HttpsObject, RequestType::Object, "https://attacker.example/x"},
    {Attack::DataObject, RequestType::Object, "data:text/html,x"},
    {Attack::BaseUri, RequestType::BaseUri, "https://attacker.example/"},
    {Attack::FormAction, RequestType::FormAction, "https://attacker.example/"},
    {Attack::HttpsConnect, RequestType::Fetch, "https://attacker.example/"},
    {Attack::HttpsImage, RequestType::Image, "https://attacker.example/x.png"},
    {Attack::HttpsFrame, RequestType::Iframe, "https://attacker.example/"},
    {Attack::FramedByHttps, RequestType::FrameAncestors, "https://attacker.example/"},
    {Attack::StringSink, RequestType::TrustedTypeSink, ""},
}};
static_assert([] {
  for (std::size_t i = 0; i < kAttackCount; ++i) {
    if (kTries[i].attack != static_cast<Attack>(i)) return false;
  }
  return true;
}());

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
  Answer answer;
  bool known = lookup_;
  for (const Profile profile : kBrowserProfiles) {
    Decision decision;
    known = known && look_up(*policies_, attack, traits(profile), decision);
    if (!known) return ask_decide(attack);
    answer.allowed = decision.allowed;
    if (decision.allowed || profile == kBrowserProfiles.front()) answer.by = decision.by;
    if (decision.allowed) break;
  }
  return answer;
}

AttackSurface::Answer AttackSurface::ask_decide(Attack attack) const {
  const Request request = attack_surface_detail::request_of(attack);
  const PreparedRequest prepared(request, attack_surface_detail::url_of(attack, *policies_));
  Answer answer;
  for (const Profile profile : kBrowserProfiles) {
    const Decision decision = decide(*policies_, prepared, profile);
    answer.allowed = decision.allowed;
    if (decision.allowed || profile == kBrowserProfiles.front()) answer.by = decision.by;
    if (decision.allowed) break;
  }
  return answer;
}

bool AttackSurface::differs(Attack attack) const {
  if (!allowed(attack)) return false;
  const auto blocks = [&](Profile profile) {
    Decision decision;
    if (lookup_ && look_up(*policies_, attack, traits(profile), decision)) return !decision.allowed;
    const Request request = attack_surface_detail::request_of(attack);
    const PreparedRequest prepared(request, attack_surface_detail::url_of(attack, *policies_));
    return !decide(*policies_, prepared, profile).allowed;
  };
  return std::any_of(std::begin(kBrowserProfiles), std::end(kBrowserProfiles), blocks);
}

}  // namespace headstrong::decide
