#include <string>
#include <string_view>

#include "rules/cross_origin_opener_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::permissions_policy_isolation_switched_off {

void check(const Context& context, Sink& sink) {
  const auto& opener = context.response.typed.cross_origin_opener_policy;
  const auto& embedder = context.response.typed.cross_origin_embedder_policy;
  if (!opener || !embedder || !context.response.https || !context.response.is_document) return;
  if (opener->header.policy != headers::OpenerPolicy::SameOrigin) return;
  const headers::EmbedderPolicy policy = embedder->header.policy;
  if (policy != headers::EmbedderPolicy::RequireCorp && policy != headers::EmbedderPolicy::Credentialless) return;
  const std::string_view feature = opener_rules::isolation_for_nobody(context);
  if (feature.empty()) return;
  sink.at(context.response.typed.permissions_policy->value, feature);
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/isolation-switched-off",
        .header = "Permissions-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Permissions-Policy switches cross-origin isolation off",
        .message = "Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy ask for isolation, but "
                   "cross-origin-isolated=() refuses it in Chromium.",
        .why = "The page gets no shared memory and no precise timers, and Cross-Origin-Embedder-Policy still "
               "blocks resources.",
        .advice = "Remove cross-origin-isolated from Permissions-Policy, or write cross-origin-isolated=(self).",
        .references =
            {"https://html.spec.whatwg.org/multipage/webappapis.html#concept-settings-object-cross-origin-isolated-capability"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Embedder-Policy: require-corp\n"
               "Permissions-Policy: cross-origin-isolated=()\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Embedder-Policy: require-corp\n"
                "Permissions-Policy: cross-origin-isolated=(self)\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_isolation_switched_off
