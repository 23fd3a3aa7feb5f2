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
  if (!context.response.is_document) return;
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
        .message = "The response has neither X-Frame-Options nor a policy with frame-ancestors.",
        .why =
            "A page of the attacker shows this one in an invisible frame and makes visitors click "
            "on it without knowing: confirm a payment, change a setting, grant a permission.",
        .advice = "Send Content-Security-Policy with frame-ancestors 'none' (or 'self'), and "
                  "X-Frame-Options: DENY (or SAMEORIGIN) for what does not know it. default-src "
                  "does not cover framing.",
        .references =
            {"https://html.spec.whatwg.org/multipage/"
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
