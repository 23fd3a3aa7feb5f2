#include "headers/cross_origin_opener_policy.hpp"
#include "headers/field_value.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_report_only_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::CrossOriginOpenerPolicyReportOnly);
  if (fields.empty()) return;
  const headers::FieldValue value(*context.response.response, fields);
  if (!(headers::parse_cross_origin_opener_policy(value.text()).policy == headers::OpenerPolicy::Unknown)) return;
  sink.at(value, value.text()).arguments = {value.text().empty() ? "An empty value" : std::string(value.text())};
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy-report-only/unknown-value",
        .header = "Cross-Origin-Opener-Policy-Report-Only",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "The report-only opener policy reports nothing",
        .message = "{0} is not a value that browsers know, so they report nothing.",
        .why = "Browsers send no reports without a valid value, and silence looks like success.",
        .advice = "Send same-origin; report-to=\"name\", with an endpoint's name in double quotes.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nCross-Origin-Opener-Policy-Report-Only: same_origin\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nCross-Origin-Opener-Policy-Report-Only: same-origin; "
                "report-to=\"coop\"\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_report_only_unknown_value
