#include "rules/fixes.hpp"
#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::response_software_versions {

void check(const Context& context, Sink& sink) {
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || context.response.name_of(at) != http::HeaderName::Unknown) continue;
    if (!leak_rules::names_software(field.name)) continue;
    if (!leak_rules::tells_version(field.value.text())) continue;
    Finding& finding = sink.at(at, field.value.to_source(field.value.text()));
    finding.arguments = {std::string(field.name), std::string(field.value.text())};
    offer_fix(finding, "Remove the header", Applicability::Safe, remove_field(context.response, at));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/software-versions",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "A header reveals the software version",
        .message = "{0} reveals {1}.",
        .why = "Attackers search for versions with known holes, and the number saves them the "
               "guess. It isn't a hole itself: updating matters more.",
        .advice = "Remove the header at the server or proxy.",
        .references = {"https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Drupal-Version: 9.5.3\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Request-Id: 9.5.3\n",
    },
    check,
};

}  // namespace headstrong::rules::response_software_versions
