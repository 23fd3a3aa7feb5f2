#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_embedder_policy_without_opener_policy {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_embedder_policy;
  if (!header || !context.response.whole() || !context.response.is_document) return;
  const headers::EmbedderPolicy policy = header->header.policy;
  if (policy != headers::EmbedderPolicy::RequireCorp && policy != headers::EmbedderPolicy::Credentialless) {
    return;
  }
  const auto& opener = context.response.typed.cross_origin_opener_policy;
  if (opener && opener->header.policy == headers::OpenerPolicy::SameOrigin) return;
  const std::string_view word = header->header.field.members.front().value.text;
  Finding& finding = sink.at(header->value, word);
  finding.arguments = {std::string(word)};
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-embedder-policy/without-opener-policy",
        .header = "Cross-Origin-Embedder-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "Cross-Origin-Embedder-Policy alone doesn't isolate the page",
        .message = "{0} without Cross-Origin-Opener-Policy: same-origin doesn't make the page "
                   "cross-origin isolated.",
        .why = "The policy already blocks embedded resources that don't opt in, which may break "
               "some of them. But the page gets its own process only with the other header.",
        .advice = "Add Cross-Origin-Opener-Policy: same-origin, or remove the embedder policy.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#coep",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Embedder-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Embedder-Policy: require-corp\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Opener-Policy: same-origin\n"
                "Cross-Origin-Embedder-Policy: require-corp\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_embedder_policy_without_opener_policy
