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
  finding.arguments = {effect == Effect::Deny ? "no page may" : "only pages of the same origin may"};
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/framing-refused",
        .header = "X-Frame-Options",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers show this page in no other site's frame",
        .message = "By X-Frame-Options, {0} show this one in a frame.",
        .why = "A page of an attacker's cannot lay this one, invisible, under the clicks of a visitor.",
        .advice = "Nothing to do. Where partners are to frame the page, frame-ancestors in a "
                  "Content-Security-Policy can name them, which this header cannot.",
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
