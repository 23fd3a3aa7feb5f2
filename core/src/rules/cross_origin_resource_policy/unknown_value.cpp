#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::cross_origin_resource_policy_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_resource_policy;
  if (!header || header->header != headers::ResourcePolicy::Unknown) return;
  Finding& finding = sink.at(header->value, header->value.text());
  finding.arguments = {header->value.text().empty() ? "An empty value" : std::string(header->value.text())};
  const bool same_origin = text::istarts_with(header->value.text(), "same-origin");
  const bool same_site = text::istarts_with(header->value.text(), "same-site");
  if (!same_origin && !same_site) return;
  offer_fix(finding, "Write it the way browsers expect", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::CrossOriginResourcePolicy,
                           same_origin ? "same-origin" : "same-site"));
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-resource-policy/unknown-value",
        .header = "Cross-Origin-Resource-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Cross-Origin-Resource-Policy is invalid and does nothing",
        .message = "{0} is not exactly one of the three values, so browsers ignore it.",
        .why = "A page on another site can load this response as if it were an image or a script, "
               "and side channels such as Spectre read the bytes from that page's process. Pages "
               "with Cross-Origin-Embedder-Policy can load it in Firefox only.",
        .advice = "Send same-origin, same-site or cross-origin once, in lower case and without "
                  "quotes.",
        .references = {"https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Resource-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Resource-Policy: Same-Origin\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Resource-Policy: same-site\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_resource_policy_unknown_value
