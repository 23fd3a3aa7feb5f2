#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::x_frame_options_mixed_values {

void check(const Context& context, Sink& sink) {
  using Effect = headers::XFrameOptions::Effect;
  const auto& header = context.response.typed.x_frame_options;
  if (!header || header->header.effect != Effect::BlockedByMix) return;
  Finding& finding = sink.at(header->value, header->header.different);
  finding.related = {{header->value.to_source(header->header.first), "the first value"}};
  offer_fix(finding, "Keep the combined effect: DENY", Applicability::Safe,
            replace_header(context.response, http::HeaderName::XFrameOptions, "DENY"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/mixed-values",
        .header = "X-Frame-Options",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "Conflicting X-Frame-Options values block every frame",
        .message = "The values differ, so browsers let nobody frame the page, not even your own "
                   "pages.",
        .why = "Two places in the stack set the header. Together they block every frame, including "
               "those that SAMEORIGIN was meant to allow.",
        .advice = "Send the header once, with one value.",
        .references = {"https://html.spec.whatwg.org/multipage/"
                       "browsing-the-web.html#the-x-frame-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Frame-Options: SAMEORIGIN, DENY\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Frame-Options: DENY\n",
    },
    check,
};

}  // namespace headstrong::rules::x_frame_options_mixed_values
