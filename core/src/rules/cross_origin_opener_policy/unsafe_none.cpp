#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_unsafe_none {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_opener_policy;
  if (!header || header->header.policy != headers::OpenerPolicy::UnsafeNone) return;
  const grammar::SfItem& item = header->header.field.members.front().value;
  Finding& finding = sink.at(header->value, item.text);
  if (csp_rules::sandboxing_policy(context) != nullptr) return;  // the two shut the page
  offer_fix(finding, "Use same-origin", Applicability::Suggestion,
            replace_part(context.response, header->value, item.text, "same-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/unsafe-none",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Cross-Origin-Opener-Policy is switched off",
        .message = "unsafe-none is the default: other sites keep a handle to this page's window.",
        .why = "A page that opened this one, or that this one opened, can send its window to a "
               "fake sign-in page and count its frames. If both share a process, side channels "
               "such as Spectre can read this page's memory.",
        .advice = "Send same-origin, or same-origin-allow-popups if the page opens third-party "
                  "sign-in or payment pop-ups.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Opener-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Opener-Policy: unsafe-none\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Opener-Policy: same-origin-allow-popups\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_unsafe_none
