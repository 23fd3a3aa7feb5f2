#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_absent {

void check(const Context& context, Sink& sink) {
  if (!context.response.is_page() || !context.response.https) return;
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
        .title = "Other sites keep a handle to this page's window",
        .message = "The response has no Cross-Origin-Opener-Policy header.",
        .why = "A page that opened this one, or that this one opened, can send its window to a "
               "fake sign-in page and count its frames. If the browser puts both in one process, "
               "as for pages of the same site, side channels such as Spectre can read this page's "
               "memory.",
        .advice = "Send Cross-Origin-Opener-Policy: same-origin, or same-origin-allow-popups if "
                  "the page opens third-party sign-in or payment pop-ups. Don't combine it with a "
                  "sandbox policy.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
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
