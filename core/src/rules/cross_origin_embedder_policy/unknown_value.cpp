#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_embedder_policy_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_embedder_policy;
  if (!header || header->header.policy != headers::EmbedderPolicy::Unknown) return;
  Finding& finding = sink.at(header->value, header->value.text());
  finding.arguments = {header->value.text().empty() ? "An empty value" : std::string(header->value.text())};
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-embedder-policy/unknown-value",
        .header = "Cross-Origin-Embedder-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Cross-Origin-Embedder-Policy is invalid and does nothing",
        .message = "{0} is not a value that browsers know, so it counts as unsafe-none.",
        .why = "Without a valid value the page is not isolated, whatever its "
               "Cross-Origin-Opener-Policy says. Only a single require-corp or credentialless "
               "counts, in lower case and without quotes.",
        .advice = "Send require-corp or credentialless, or remove the header.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#coep",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Embedder-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Embedder-Policy: require_corp\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Embedder-Policy: credentialless\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_embedder_policy_unknown_value
