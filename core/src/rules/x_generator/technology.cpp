#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_generator_technology {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::XGenerator)) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text().empty()) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    offer_fix(finding, "Remove the header", Applicability::Safe, remove_field(context.response, field));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-generator/technology",
        .header = "X-Generator",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "X-Generator reveals what the site is built with",
        .message = "The header reveals {0}.",
        .why = "The header names the system and often its version, which helps attackers choose what to "
               "try first.",
        .advice = "Remove the header.",
        .references = {"https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Generator: Drupal 9 (https://www.drupal.org)\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
    },
    check,
};

}  // namespace headstrong::rules::x_generator_technology
