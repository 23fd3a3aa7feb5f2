#include "rules/fixes.hpp"
#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::server_version {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::Server)) {
    const text::MappedText& value = context.response.field(field).value;
    // The load balancers of AWS all send this: it tells of no release, and nobody can change the number.
    if (text::istarts_with(value.text(), "awselb/")) continue;
    if (!leak_rules::tells_version(value.text())) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    offer_fix(finding, "Send only the product's name", Applicability::Safe,
              replace_field_value(context.response, field, leak_rules::product(value.text())));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "server/version",
        .header = "Server",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The Server header reveals the software version",
        .message = "The header reveals {0}.",
        .why = "Attackers search for versions with known holes, and the number saves them the "
               "guess. It isn't a hole itself: updating matters more.",
        .advice = "Send only the name or nothing: server_tokens off in nginx, ServerTokens Prod in "
                  "Apache.",
        .references = {"https://owasp.org/www-project-secure-headers/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Server"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Server: nginx/1.18.0 (Ubuntu)\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Server: nginx\n",
    },
    check,
};

}  // namespace headstrong::rules::server_version
