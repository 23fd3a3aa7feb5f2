#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/x_content_type_options/helpers.hpp"

namespace headstrong::rules::x_content_type_options_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.x_content_type_options;
  if (!header || header->header.nosniff || !header->header.later.empty()) return;
  Finding& finding = sink.at(header->value, header->header.first);
  finding.arguments = {header->header.first.empty() ? "An empty value" : std::string(header->header.first)};
  offer_fix(finding, "Write nosniff", x_content_type_options_rules::applicability(context),
            replace_header(context.response, http::HeaderName::XContentTypeOptions, "nosniff"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-content-type-options/unknown-value",
        .header = "X-Content-Type-Options",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "X-Content-Type-Options has an invalid value",
        .message = "{0} is not nosniff, so the header does nothing.",
        .why = "Browsers may then run a file as a script although the server calls it text, HTML "
               "or JSON. An attacker who can upload one gets a script on the site's own origin.",
        .advice = "Send X-Content-Type-Options: nosniff, without quotes.",
        .references = {"https://fetch.spec.whatwg.org/#x-content-type-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "X-Content-Type-Options"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Content-Type-Options: no-sniff\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Content-Type-Options: nosniff\n",
    },
    check,
};

}  // namespace headstrong::rules::x_content_type_options_unknown_value
