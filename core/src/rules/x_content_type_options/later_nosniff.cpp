#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/x_content_type_options/helpers.hpp"

namespace headstrong::rules::x_content_type_options_later_nosniff {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.x_content_type_options;
  if (!header || header->header.nosniff || header->header.later.empty()) return;
  Finding& finding = sink.at(header->value, header->header.later);
  finding.arguments = {header->header.first.empty() ? "empty" : std::string(header->header.first)};
  offer_fix(finding, "Keep only nosniff", x_content_type_options_rules::applicability(context),
            replace_header(context.response, http::HeaderName::XContentTypeOptions, "nosniff"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-content-type-options/later-nosniff",
        .header = "X-Content-Type-Options",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "The word nosniff comes after another value and doesn't count",
        .message = "Browsers read only the first value, which is {0}.",
        .why = "Browsers may then run a file as a script although the server calls it text, HTML "
               "or JSON. An attacker who can upload one gets a script on the site's own origin.",
        .advice = "Send the header once, with nosniff as its only value.",
        .references = {"https://fetch.spec.whatwg.org/#x-content-type-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "X-Content-Type-Options"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Content-Type-Options: none, nosniff\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Content-Type-Options: nosniff\n",
    },
    check,
};

}  // namespace headstrong::rules::x_content_type_options_later_nosniff
