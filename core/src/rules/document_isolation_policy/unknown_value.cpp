#include "headers/document_isolation_policy.hpp"
#include "headers/field_value.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::document_isolation_policy_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::DocumentIsolationPolicy);
  if (fields.empty()) return;
  const headers::FieldValue value(*context.response.response, fields);
  if (headers::knows_document_isolation(value.text())) return;
  sink.at(value, value.text()).arguments = {value.text().empty() ? "An empty value" : std::string(value.text())};
}

extern const RuleSpec kRule = {
    {
        .id = "document-isolation-policy/unknown-value",
        .header = "Document-Isolation-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Document-Isolation-Policy is invalid and does nothing",
        .message = "{0} is not a value that browsers know, so the page is not isolated.",
        .why = "Only Chromium reads the header, and it accepts only a single word in lower case "
               "and without quotes.",
        .advice = "Send isolate-and-require-corp or isolate-and-credentialless, or remove the "
                  "header.",
        .references = {"https://wicg.github.io/document-isolation-policy/"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nDocument-Isolation-Policy: require-corp\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nDocument-Isolation-Policy: isolate-and-credentialless\n",
    },
    check,
};

}  // namespace headstrong::rules::document_isolation_policy_unknown_value
