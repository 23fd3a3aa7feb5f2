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
        .title = "By the Standard a sandboxed page with this header does not open",
        .message = "{0} stands beside a policy with sandbox: by the HTML Standard the two together "
                   "are a network error.",
        .why = "Chromium 156 and Firefox 153 open the page all the same; a browser that follows the "
               "Standard shows an error. In a frame the header does not count.",
        .advice = "Keep the sandbox for what is shown in frames, the header for pages: send one "
                  "of the two.",
        .references =
            {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
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
