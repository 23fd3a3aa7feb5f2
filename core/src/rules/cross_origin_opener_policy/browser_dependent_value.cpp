#include "rules/cross_origin_opener_policy/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_browser_dependent_value {

void check(const Context& context, Sink& sink) {
  using headers::OpenerPolicy;
  const auto& header = context.response.typed.cross_origin_opener_policy;
  if (!header) return;
  const OpenerPolicy policy = header->header.policy;
  if (policy == OpenerPolicy::Unknown || policy == OpenerPolicy::UnsafeNone) return;
  const std::string_view word = header->header.field.members.front().value.text;
  // WebKitGTK 2.50 ignores the header for any other parameter than report-to.
  const std::string_view parameter = opener_rules::foreign_parameter(header->header.field);
  if (!parameter.empty()) {
    Finding& finding = sink.at(header->value, parameter);
    finding.browsers = decide::kInWebKit;
    finding.arguments = {"Safari (WebKit) ignores the header because of its parameter " + std::string(parameter)};
  }
  if (policy != OpenerPolicy::NoopenerAllowPopups) return;
  Finding& finding = sink.at(header->value, word);
  finding.browsers = decide::kInFirefox;
  finding.arguments = {"Firefox treats " + std::string(word) + " as unsafe-none"};
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/browser-dependent-value",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Not every browser obeys this opener policy",
        .message = "{0}, so the page that opened this one keeps its handle.",
        .several = "The page that opened this one keeps its handle in some browsers, for {0} reasons: {1}.",
        .why = "Other browsers cut the page off from its opener. In this one the opener can send it "
               "to a fake sign-in page and count its frames.",
        .advice = "Send same-origin, with no parameter but report-to, if none of your pages needs its opener.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Opener-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nCross-Origin-Opener-Policy: noopener-allow-popups\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nCross-Origin-Opener-Policy: same-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_browser_dependent_value
