#include <string>
#include <string_view>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_frame_options_unknown_value {

/// Whether the value says DENY, but for what stands around it: quotes, a semicolon.
bool means_deny(std::string_view value) {
  while (!value.empty() && !text::is(value.front(), text::kAlpha)) value.remove_prefix(1);
  while (!value.empty() && !text::is(value.back(), text::kAlpha)) value.remove_suffix(1);
  return text::iequals(value, "deny");
}

void check(const Context& context, Sink& sink) {
  using Effect = headers::XFrameOptions::Effect;
  const auto& header = context.response.typed.x_frame_options;
  if (!header || header->header.effect != Effect::Nothing) return;
  if (!header->header.allow_from.empty() || !context.response.is_document) return;
  if (!context.attacks.allowed(decide::Attack::FramedByHttps)) return;
  Finding& finding = sink.at(header->value, header->header.first);
  finding.arguments = {header->header.first.empty() ? "an empty value" : std::string(header->header.first)};
  const bool deny = means_deny(header->header.first);
  offer_fix(finding, deny ? "Forbid framing: DENY" : "Forbid framing by other sites: SAMEORIGIN",
            Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::XFrameOptions, deny ? "DENY" : "SAMEORIGIN"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/unknown-value",
        .header = "X-Frame-Options",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A wrong X-Frame-Options value lets any site frame the page",
        .message = "Browsers don't know {0}, so any site can frame this page.",
        .why = "An attacker loads the page in an invisible frame and steals clicks (clickjacking). "
               "Only DENY and SAMEORIGIN count, without quotes; anything else counts as no header.",
        .advice = "Send X-Frame-Options: DENY, or SAMEORIGIN if your own pages frame this one.",
        .references = {"https://html.spec.whatwg.org/multipage/"
                       "browsing-the-web.html#the-x-frame-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Frame-Options: \"DENY\"\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Frame-Options: DENY\n",
    },
    check,
};

}  // namespace headstrong::rules::x_frame_options_unknown_value
