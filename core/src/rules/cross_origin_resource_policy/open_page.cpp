#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_resource_policy_open_page {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_resource_policy;
  if (!header || header->header != headers::ResourcePolicy::CrossOrigin) return;
  const auto& type = context.response.typed.content_type;
  if (!type || !type->header.is_html() || !context.response.is_document) return;
  offer_fix(sink.at(header->value, header->value.text()), "Use same-origin",
            Applicability::Suggestion,
            replace_part(context.response, header->value, header->value.text(), "same-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-resource-policy/open-page",
        .header = "Cross-Origin-Resource-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Any site may pull this page into its process",
        .message = "cross-origin lets every site load this page as a resource.",
        .why =
            "A page of another site can ask for this response as if it were an image or a script. "
            "Chrome and Firefox by themselves keep back what is plainly HTML; in Safari the bytes "
            "come into that page's process, where side channels such as Spectre read them. "
            "cross-origin is for public files such as fonts and images.",
        .advice = "Use same-origin for pages.",
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
