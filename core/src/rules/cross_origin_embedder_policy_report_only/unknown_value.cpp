#include "headers/cross_origin_embedder_policy.hpp"
#include "headers/field_value.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_embedder_policy_report_only_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::CrossOriginEmbedderPolicyReportOnly);
  if (fields.empty()) return;
  const headers::FieldValue value(*context.response.response, fields);
  if (!(headers::parse_cross_origin_embedder_policy(value.text()).policy == headers::EmbedderPolicy::Unknown)) return;
  sink.at(value, value.text()).arguments = {value.text().empty() ? "An empty value" : std::string(value.text())};
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-embedder-policy-report-only/unknown-value",
        .header = "Cross-Origin-Embedder-Policy-Report-Only",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "The report-only embedder policy reports nothing",
        .message = "{0} is not a value that browsers know, so they report nothing.",
        .why = "Browsers send no reports without a valid value, and silence looks like success.",
        .advice = "Send require-corp; report-to=\"name\", with an endpoint's name in double "
                  "quotes.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#coep"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nCross-Origin-Embedder-Policy-Report-Only: require_corp\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nCross-Origin-Embedder-Policy-Report-Only: require-corp; "
                "report-to=\"coep\"\n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_embedder_policy_report_only_unknown_value
