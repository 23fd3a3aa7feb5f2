#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::x_frame_options_allow_from {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.x_frame_options;
  if (!header || header->header.allow_from.empty() || !context.response.is_document) return;
  if (!context.attacks.allowed(decide::Attack::FramedByHttps)) return;
  Finding& finding = sink.at(header->value, header->header.allow_from);
  finding.arguments = {std::string(header->header.allow_from)};
  offer_fix(finding, "Forbid framing by other sites: SAMEORIGIN", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::XFrameOptions, "SAMEORIGIN"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/allow-from",
        .header = "X-Frame-Options",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "ALLOW-FROM is ignored, so any site can frame this page",
        .message = "No current browser knows {0}, so they all ignore the header.",
        .why = "An attacker loads the page in an invisible frame and steals clicks (clickjacking). "
               "Chromium and Safari (WebKit) never knew ALLOW-FROM and Firefox dropped it in "
               "version 70, so the header counts as missing.",
        .advice = "Name the origins in a policy instead: Content-Security-Policy: frame-ancestors "
                  "'self' https://partner.example. If nobody needs to frame the page, send "
                  "X-Frame-Options: DENY.",
        .references = {"https://html.spec.whatwg.org/multipage/"
                       "browsing-the-web.html#the-x-frame-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Frame-Options: ALLOW-FROM https://partner.example/\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Frame-Options: DENY\n",
    },
    check,
};

}  // namespace headstrong::rules::x_frame_options_allow_from
