#include "rules/rule.hpp"

namespace headstrong::rules::x_frame_options_framing_refused {

using Effect = headers::XFrameOptions::Effect;

void check(const Context& context, Sink& sink) {
  const auto& parsed = context.response.typed.x_frame_options;
  if (!parsed || context.attacks.allowed(decide::Attack::FramedByHttps)) return;
  // Where a policy has frame-ancestors, browsers do not read the header.
  if (context.attacks.by(decide::Attack::FramedByHttps).directive != nullptr) return;
  const Effect effect = parsed->header.effect;
  if (effect != Effect::Deny && effect != Effect::SameOrigin) return;
  Finding& finding = sink.at(parsed->value, parsed->header.first);
  finding.arguments = {effect == Effect::Deny ? "no page" : "only pages of the same origin"};
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/framing-refused",
        .header = "X-Frame-Options",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers show this page in no other site's frame",
        .message = "X-Frame-Options lets {0} show this one in a frame.",
        .why = "An attacker's page cannot load it in an invisible frame to steal clicks "
               "(clickjacking).",
        .advice = "Keep it as it is. If partners need to frame the page, name them with "
                  "frame-ancestors in a Content-Security-Policy.",
        .references = {"https://html.spec.whatwg.org/multipage/"
                       "browsing-the-web.html#the-x-frame-options-header"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Frame-Options: SAMEORIGIN\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Frame-Options: ALLOW-FROM https://partner.example/\n",
    },
    check,
};

}  // namespace headstrong::rules::x_frame_options_framing_refused
