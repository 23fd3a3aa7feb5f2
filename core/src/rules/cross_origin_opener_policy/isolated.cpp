#include "rules/cross_origin_opener_policy/helpers.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_isolated {

void check(const Context& context, Sink& sink) {
  const auto& opener = context.response.typed.cross_origin_opener_policy;
  const auto& embedder = context.response.typed.cross_origin_embedder_policy;
  if (!opener || !embedder || !context.response.https || !context.response.is_document) return;
  if (opener->header.policy != headers::OpenerPolicy::SameOrigin) return;
  const headers::EmbedderPolicy policy = embedder->header.policy;
  if (policy != headers::EmbedderPolicy::RequireCorp && policy != headers::EmbedderPolicy::Credentialless) {
    return;
  }
  // Chrome isolates only where the feature is left to the page, and no page with a sandbox.
  if (!opener_rules::isolation_for_nobody(context).empty()) return;
  if (csp_rules::sandboxing_policy(context) != nullptr) return;
  // WebKitGTK 2.50 knows neither credentialless nor a value with other parameters than report-to.
  const bool everywhere = policy == headers::EmbedderPolicy::RequireCorp &&
                          opener_rules::foreign_parameter(opener->header.field).empty() &&
                          opener_rules::foreign_parameter(embedder->header.field).empty();
  Finding& finding = sink.at(opener->value, opener->header.field.members.front().value.text);
  if (!everywhere) finding.browsers = decide::kInChromium | decide::kInFirefox;
  finding.arguments = {everywhere ? "Chromium, Firefox and Safari (WebKit)"
                                  : "Chromium and Firefox, but not in Safari (WebKit)"};
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/isolated",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The page is cross-origin isolated",
        .message = "Together with Cross-Origin-Embedder-Policy, the header isolates the page in "
                   "{0}.",
        .why = "Other sites can't keep a handle to its window or read its memory through side "
               "channels. The page may use precise timers and shared memory.",
        .advice = "Keep both headers. Resources from other origins must answer with "
                  "Cross-Origin-Resource-Policy or CORS.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Embedder-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Opener-Policy: same-origin\n"
               "Cross-Origin-Embedder-Policy: require-corp\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Opener-Policy: same-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_isolated
