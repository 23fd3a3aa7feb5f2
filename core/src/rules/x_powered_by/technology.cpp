#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_powered_by_technology {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::XPoweredBy)) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text().empty()) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    offer_fix(finding, "Remove the header", Applicability::Safe, remove_field(context.response, field));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-powered-by/technology",
        .header = "X-Powered-By",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "X-Powered-By reveals what the site is built with",
        .message = "The header reveals {0}.",
        .several = "The {0} headers reveal {1}.",
        .why = "The name helps attackers choose what to try first, above all if it has a version. "
               "Visitors don't need it.",
        .advice = "Remove it: expose_php = Off in PHP, app.disable('x-powered-by') in Express, "
                  "poweredByHeader: false in Next.js, "
                  "customHeaders in IIS.",
        .references = {"https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Powered-By: PHP/8.1.2\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
    },
    check,
};

}  // namespace headstrong::rules::x_powered_by_technology
