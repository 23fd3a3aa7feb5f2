#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_resource_policy_absent {

void check(const Context& context, Sink& sink) {
  if (!context.response.is_page()) return;
  if (!context.response.known_absent(http::HeaderName::CrossOriginResourcePolicy)) return;
  offer_fix(sink.absent(), "Add Cross-Origin-Resource-Policy: same-origin", Applicability::Suggestion,
            insert_field(context.response, "Cross-Origin-Resource-Policy", "same-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-resource-policy/absent",
        .header = "Cross-Origin-Resource-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Other sites may load this page as an image or a script",
        .message = "The response has no Cross-Origin-Resource-Policy header.",
        .why = "A page on another site requests this response as if it were an image or a script, "
               "and side channels such as Spectre read the bytes from that page's process. "
               "Chromium and Firefox hold back obvious HTML and JSON by default; Safari (WebKit) "
               "does not.",
        .advice = "Send Cross-Origin-Resource-Policy: same-origin with pages and private data, "
                  "same-site where subdomains share, and cross-origin only with public files.",
        .references = {"https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Resource-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Resource-Policy: same-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_resource_policy_absent
