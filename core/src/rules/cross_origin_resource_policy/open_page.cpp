#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_resource_policy_open_page {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_resource_policy;
  if (!header || header->header != headers::ResourcePolicy::CrossOrigin) return;
  const auto& type = context.response.typed.content_type;
  if (!type || !type->header.is_html() || !context.response.is_document) return;
  offer_fix(sink.at(header->value, header->value.text()), "Use same-origin", Applicability::Suggestion,
            replace_part(context.response, header->value, header->value.text(), "same-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-resource-policy/open-page",
        .header = "Cross-Origin-Resource-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Any site may load this page into its process",
        .message = "cross-origin lets every site load this page as a resource.",
        .why = "A page on another site requests this page as if it were an image or a script, and "
               "side channels such as Spectre read the bytes from that page's process. Chromium "
               "and Firefox hold back obvious HTML by default; Safari (WebKit) does not.",
        .advice = "Send same-origin with pages. Use cross-origin only for public files such as "
                  "fonts and images.",
        .references = {"https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Resource-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Resource-Policy: cross-origin\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Resource-Policy: same-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_resource_policy_open_page
