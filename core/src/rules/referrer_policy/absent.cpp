#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_policy_absent {

void check(const Context& context, Sink& sink) {
  if (!context.response.is_page()) return;
  if (!context.response.known_absent(http::HeaderName::ReferrerPolicy)) return;
  offer_fix(sink.absent(), "Add Referrer-Policy: strict-origin-when-cross-origin", Applicability::Safe,
            insert_field(context.response, "Referrer-Policy", "strict-origin-when-cross-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/absent",
        .header = "Referrer-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Referrer-Policy is left to the browser",
        .message = "The response has no Referrer-Policy, so the browser's default applies.",
        .why = "Old browsers (Chromium before 85, Firefox before 87, Safari (WebKit) before 15) "
               "send the full URL to other sites. Current ones default to "
               "strict-origin-when-cross-origin, which is good, but defaults change.",
        .advice = "Send Referrer-Policy: strict-origin-when-cross-origin, or no-referrer if URLs "
                  "are secret.",
        .references = {"https://www.w3.org/TR/referrer-policy/#default-referrer-policy",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Referrer-Policy: strict-origin-when-cross-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::referrer_policy_absent
