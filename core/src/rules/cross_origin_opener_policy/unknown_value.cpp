#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.cross_origin_opener_policy;
  if (!header || header->header.policy != headers::OpenerPolicy::Unknown) return;
  Finding& finding = sink.at(header->value, header->value.text());
  finding.arguments = {header->value.text().empty() ? "An empty value" : std::string(header->value.text())};
  if (csp_rules::sandboxing_policy(context) != nullptr) return;  // the two shut the page
  offer_fix(finding, "Write same-origin", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::CrossOriginOpenerPolicy, "same-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/unknown-value",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Cross-Origin-Opener-Policy is invalid and does nothing",
        .message = "{0} is not a value that browsers know, so it counts as unsafe-none.",
        .why = "A page that opened this one, or that this one opened, can send its window to a "
               "fake sign-in page and count its frames. If both share a process, side channels "
               "such as Spectre can read this page's memory.",
        .advice = "Send Cross-Origin-Opener-Policy: same-origin once, in lower case and without "
                  "quotes.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Cross-Origin-Opener-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Opener-Policy: \"same-origin\"\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Opener-Policy: same-origin; report-to=\"coop\"\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_unknown_value
