#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_absent {

void check(const Context& context, Sink& sink) {
  if (!context.response.is_document || !context.response.https) return;
  if (!context.response.known_absent(http::HeaderName::CrossOriginOpenerPolicy)) return;
  Finding& finding = sink.absent();
  if (csp_rules::sandboxing_policy(context) != nullptr) return;  // the two shut the page
  offer_fix(finding, "Add Cross-Origin-Opener-Policy: same-origin", Applicability::Suggestion,
            insert_field(context.response, "Cross-Origin-Opener-Policy", "same-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/absent",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Other sites keep a handle to the windows of this page",
        .message = "The response has no Cross-Origin-Opener-Policy header.",
        .why = "A page that opened this one in a new window, or was opened by it, keeps a handle "
               "to that window: it can move it to a fake log-in page and count its frames. Where "
               "the browser gives the two no processes of their own, as for a page of the same "
               "site, side channels such as Spectre read its memory.",
        .advice = "Send Cross-Origin-Opener-Policy: same-origin; same-origin-allow-popups where "
                  "the page opens log-in or payment windows of others; neither beside a policy "
                  "with sandbox.",
        .references =
            {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
             "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
             "Cross-Origin-Opener-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Opener-Policy: same-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_absent
