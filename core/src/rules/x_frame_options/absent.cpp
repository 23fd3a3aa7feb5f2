#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::x_frame_options_absent {

/// A policy with frame-ancestors makes browsers pass X-Frame-Options over, so that the header would
/// add nothing.
bool has_frame_ancestors(const Context& context) {
  for (const csp::Policy& policy : context.response.policies) {
    if (policy.disposition != csp::Disposition::Enforce) continue;
    if (policy.delivery != csp::Delivery::Header) continue;
    if (policy.find(csp::DirectiveName::FrameAncestors) != nullptr) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  if (!context.response.is_page()) return;
  if (!context.response.known_absent(http::HeaderName::XFrameOptions)) return;
  if (!context.attacks.allowed(decide::Attack::FramedByHttps)) return;
  if (has_frame_ancestors(context)) return;
  offer_fix(sink.absent(), "Add X-Frame-Options: DENY", Applicability::Suggestion,
            insert_field(context.response, "X-Frame-Options", "DENY"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/absent",
        .header = "X-Frame-Options",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Any site can show this page in a frame",
        .message = "The response has no X-Frame-Options and no policy with frame-ancestors.",
        .why = "An attacker loads the page in an invisible frame and steals clicks (clickjacking): "
               "the visitor confirms a payment, changes a setting or grants a permission without "
               "knowing.",
        .advice = "Send Content-Security-Policy with frame-ancestors 'none' (or 'self'), and "
                  "X-Frame-Options: DENY (or SAMEORIGIN) for old browsers. default-src doesn't "
                  "cover framing.",
        .references = {"https://html.spec.whatwg.org/multipage/"
                       "browsing-the-web.html#the-x-frame-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Frame-Options: DENY\n",
    },
    check,
};

}  // namespace headstrong::rules::x_frame_options_absent
