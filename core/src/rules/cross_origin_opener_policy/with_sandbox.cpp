#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_with_sandbox {

void check(const Context& context, Sink& sink) {
  const auto& opener = context.response.typed.cross_origin_opener_policy;
  if (!opener || !context.response.https || !context.response.is_document) return;
  const headers::OpenerPolicy value = opener->header.policy;
  if (value == headers::OpenerPolicy::Unknown || value == headers::OpenerPolicy::UnsafeNone) return;
  const csp::Policy* policy = csp_rules::sandboxing_policy(context);
  if (policy == nullptr) return;
  const std::string_view word = opener->header.field.members.front().value.text;
  Finding& finding = sink.at(opener->value, word);
  finding.arguments = {std::string(word)};
  finding.related.push_back({policy->find(csp::DirectiveName::Sandbox)->span, "the sandbox"});
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/with-sandbox",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Likely,
        .title = "The HTML Standard forbids this header on sandboxed pages",
        .message = "The HTML Standard makes {0} together with a sandbox policy a network error.",
        .why = "A browser that follows the Standard shows an error instead of the page. Chromium "
               "156 and Firefox 153 still open it, and in a frame the header doesn't count.",
        .advice = "Send one of the two: the sandbox for content shown in frames, the header for "
                  "pages.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
                       "https://www.w3.org/TR/CSP3/#directive-sandbox"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Security-Policy: sandbox allow-scripts\n"
               "Cross-Origin-Opener-Policy: same-origin\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Security-Policy: script-src 'self'\n"
                "Cross-Origin-Opener-Policy: same-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_with_sandbox
