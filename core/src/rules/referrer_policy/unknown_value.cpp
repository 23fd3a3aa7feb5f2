#include <string>
#include <string_view>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_policy_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.referrer_policy;
  if (!header) return;
  const bool only_in_chromium = header->header.effective != headers::Referrer::Unknown;
  const std::string_view unknown = only_in_chromium ? header->header.dropping : header->header.unknown;
  if (only_in_chromium && unknown.empty()) return;
  Finding& finding = sink.at(header->value, unknown);
  if (only_in_chromium) finding.browsers = decide::kInChromium;
  finding.arguments = {unknown.empty() ? "An empty value" : std::string(unknown),
                       only_in_chromium ? "Chromium drops the whole header" : "their default applies"};
  offer_fix(finding, "Use strict-origin-when-cross-origin", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::ReferrerPolicy, "strict-origin-when-cross-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/unknown-value",
        .header = "Referrer-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Browsers don't know the Referrer-Policy",
        .message = "{0} is not a policy that browsers know, so {1}.",
        .why =
            "The header only looks as if it limited what other sites learn. Old values (never, default, always) work only in <meta>, and one value in quotes or with a non-ASCII character makes Chromium drop the valid ones too.",
        .advice = "Send one of the eight values, such as strict-origin-when-cross-origin or "
                  "no-referrer.",
        .references = {"https://www.w3.org/TR/referrer-policy/#referrer-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Referrer-Policy: no-referer\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Referrer-Policy: strict-origin-when-cross-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::referrer_policy_unknown_value
