#include "decide/reach.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

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
const std::array<grammar::Url, kAttemptCount>& urls() {
  static const std::array<grammar::Url, kAttemptCount> kUrls = [] {
    std::array<grammar::Url, kAttemptCount> urls;
    std::string unused;
    for (std::size_t i = 0; i < kAttemptCount; ++i) {
      if (!kTries[i].url.empty()) grammar::parse_url(kTries[i].url, unused, urls[i]);
    }
    return urls;
  }();
  return kUrls;
}

grammar::Url url_of(Attempt attempt, const PolicySet& policies) {
  if (attempt != Attempt::SelfScript) return urls()[static_cast<std::size_t>(attempt)];
  grammar::Url own = policies.page();
  own.path = "/x.js";
  own.opaque_path = false;
  return own;
}

Request request_of(Attempt attempt) {
  Request request;
  request.type = kTries[static_cast<std::size_t>(attempt)].type;
  request.content = "attacker()";
  request.trusted = attempt == Attempt::TrustedEval;
  return request;
}

}  // namespace reach

Reach::Answer Reach::find_answer(Attempt attempt) const {
  const Request request = reach::request_of(attempt);
  const PreparedRequest prepared(request, reach::url_of(attempt, *policies_));
  Answer answer;
  for (const Profile profile : reach::kBrowsers) {
    const Decision decision = decide(*policies_, prepared, profile);
    answer.allowed = decision.allowed;
    if (decision.allowed || profile == Profile::Chromium) answer.by = decision.by;
    if (decision.allowed) break;
  }
  return answer;
}

bool Reach::differs(Attempt attempt) const {
  if (!allowed(attempt)) return false;
  const Request request = reach::request_of(attempt);
  const PreparedRequest prepared(request, reach::url_of(attempt, *policies_));
  return std::any_of(
      std::begin(reach::kBrowsers), std::end(reach::kBrowsers),
      [&](Profile profile) { return !decide(*policies_, prepared, profile).allowed; });
}

}  // namespace headstrong::decide
