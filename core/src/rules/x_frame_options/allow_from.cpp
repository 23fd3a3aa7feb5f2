#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::x_frame_options_allow_from {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.x_frame_options;
  if (!header || header->header.allow_from.empty() || !context.response.is_document) return;
  if (!context.attacks.allowed(decide::Attack::FramedByHttps)) return;
  Finding& finding = sink.at(header->value, header->header.allow_from);
  finding.arguments = {std::string(header->header.allow_from)};
  offer_fix(finding, "Forbid framing by others: SAMEORIGIN", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::XFrameOptions, "SAMEORIGIN"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/allow-from",
        .header = "X-Frame-Options",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "ALLOW-FROM is ignored, so any site can show this page in a frame",
        .message = "{0} means nothing to any current browser: the page can be framed by everybody.",
        .why = "Chrome and Safari never knew ALLOW-FROM, Firefox dropped it in version 70. They "
               "treat it as no header at all. A page of the attacker shows this one in an "
               "invisible frame and makes visitors click on it without knowing: confirm a payment, "
               "change a setting, grant a permission.",
        .advice =
            "Name the origins in a policy instead: Content-Security-Policy: frame-ancestors 'self' "
            "https://partner.example. Where nobody needs to frame the page, X-Frame-Options: DENY.",
        .references =
            {"https://html.spec.whatwg.org/multipage/"
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
