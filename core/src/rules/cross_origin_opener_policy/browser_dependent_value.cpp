#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_browser_dependent_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_opener_policy;
  if (!header || header->header.policy != headers::OpenerPolicy::NoopenerAllowPopups) return;
  const std::string_view word = header->header.field.members.front().value.text;
  sink.at(header->value, word).arguments = {std::string(word)};
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/browser-dependent-value",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .browsers = decide::kInFirefox,
        .title = "Firefox doesn't know this opener policy",
        .message = "Firefox treats {0} as unsafe-none, so the page that opened this one keeps its "
                   "handle.",
        .why = "Chromium and Safari (WebKit) cut the page off from its opener. In Firefox the "
               "opener can send it to a fake sign-in page and count its frames.",
        .advice = "Send same-origin if none of your pages needs its opener.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Opener-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nCross-Origin-Opener-Policy: noopener-allow-popups\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nCross-Origin-Opener-Policy: same-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_browser_dependent_value
