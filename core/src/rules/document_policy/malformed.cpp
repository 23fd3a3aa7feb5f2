#include "grammar/structured_field.hpp"
#include "headers/field_value.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::document_policy_malformed {

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::DocumentPolicy);
  if (fields.empty()) return;
  const headers::FieldValue value(*context.response.response, fields);
  const grammar::SfField field = grammar::parse_sf_dictionary(value.text());
  if (field.ok()) return;
  sink.at(value, value.text()).arguments = {std::string(grammar::describe(field.error))};
}

extern const RuleSpec kRule = {
    {
        .id = "document-policy/malformed",
        .header = "Document-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Document-Policy is malformed",
        .message = "Browsers ignore the whole header, because {0}.",
        .why = "The header is a structured dictionary, and one mistake voids all of it. Only "
               "Chromium reads it.",
        .advice = "Write features alone or with =, and separate them with commas: js-profiling, force-load-at-top=?0.",
        .references = {"https://wicg.github.io/document-policy/", "https://www.rfc-editor.org/rfc/rfc9651"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nDocument-Policy: "
               "document-write 'none'\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nDocument-Policy: "
                "document-write=?0\n",
    },
    check,
};

}  // namespace headstrong::rules::document_policy_malformed
