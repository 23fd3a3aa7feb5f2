#include "decide/reach.hpp"

#include "decide/request.hpp"

namespace headstrong::decide {
namespace reach {

struct Try {
  RequestType type;
  std::string_view url;
};

// In the order of Attempt. SelfScript's URL depends on the page and is filled in.
inline constexpr std::array<Try, kAttemptCount> kTries = {{
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

/// Where browsers differ on nothing, one of them answers for all.
inline constexpr Profile kBrowsers[] = {Profile::Chromium, Profile::Firefox, Profile::WebKit};

}  // namespace reach

Reach::Reach(const PolicySet& policies) {
  for (std::size_t i = 0; i < kAttemptCount; ++i) {
    Request request;
    request.type = reach::kTries[i].type;
    request.url = reach::kTries[i].url;
    std::string own;
    if (static_cast<Attempt>(i) == Attempt::SelfScript) {
      own = std::string(policies.page().scheme) + "://" + std::string(policies.page().host);
      if (policies.page().port >= 0) own += ":" + std::to_string(policies.page().port);
      own += "/x.js";
      request.url = own;
    }
    request.content = "attacker()";
    const PreparedRequest prepared(request);
    Answer& answer = answers_[i];
    answer.allowed = false;
    for (const Profile profile : reach::kBrowsers) {
      const Decision decision = decide(policies, prepared, profile);
      const bool first_to_allow = decision.allowed && !answer.allowed;
      if (profile == Profile::Chromium || first_to_allow) answer.by = decision.by;
      if (decision.allowed) answer.allowed = true;
      if (!decision.allowed) answer.everywhere = false;
    }
  }
}

}  // namespace headstrong::decide
