#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_framing_by_x_frame_options {

using namespace csp_rules;

using Effect = headers::XFrameOptions::Effect;

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.x_frame_options;
  if (!header || !context.response.is_page()) return;
  const Effect effect = header->header.effect;
  if (effect != Effect::Deny && effect != Effect::SameOrigin) return;
  const csp::Policy* policy = first_enforced(context);
  if (policy == nullptr || policy->delivery == csp::Delivery::Meta) return;
  if (context.attacks.by(Attack::FramedByHttps).directive != nullptr) return;
  Finding& finding = sink.at(*policy, policy->span);
  offer_fix(finding, "Add frame-ancestors", Applicability::Safe,
            set_directive(*policy, csp::DirectiveName::FrameAncestors, effect == Effect::Deny ? "'none'" : "'self'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/framing-by-x-frame-options",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Only X-Frame-Options restricts framing",
        .message = "The policy has no frame-ancestors, so X-Frame-Options decides who may frame "
                   "the page.",
        .why = "Browsers still honour DENY and SAMEORIGIN. frame-ancestors is the successor: it "
               "can name partner sites, and browsers ignore X-Frame-Options when it is present.",
        .advice = "Add frame-ancestors 'none' for DENY or frame-ancestors 'self' for SAMEORIGIN, "
                  "and keep X-Frame-Options for old browsers.",
        .references = {"https://www.w3.org/TR/CSP3/#frame-ancestors-and-frame-options",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/frame-ancestors"},
        .bad = "HTTP/1.1 200 OK\nX-Frame-Options: DENY\nContent-Security-Policy: default-src "
               "'self'\n",
        .good = "HTTP/1.1 200 OK\nX-Frame-Options: DENY\nContent-Security-Policy: default-src "
                "'self'; frame-ancestors 'none'\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_framing_by_x_frame_options
