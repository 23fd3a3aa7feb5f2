#include "rules/fixes.hpp"
#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::response_debug_header {

void check(const Context& context, Sink& sink) {
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || context.response.name_of(at) != http::HeaderName::Unknown) continue;
    if (!leak_rules::is_debug(field.name)) continue;
    Finding& finding = sink.at(at);
    finding.arguments = {std::string(field.name)};
    offer_fix(finding, "Remove the header", Applicability::Safe, remove_field(context.response, at));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/debug-header",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A debug header exposes the application's internals",
        .message = "{0} is for developers and reveals how the application works.",
        .why = "Profilers and debuggers put URLs, queries, log lines or links to their own pages "
               "into such headers. In production they tell attackers what they would otherwise "
               "have to find out, and some let them look further.",
        .advice = "Switch debugging off in production, and also remove the header at the proxy.",
        .references = {"https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Debug-Token-Link: https://site.example/_profiler/1f2e3d\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
    },
    check,
};

}  // namespace headstrong::rules::response_debug_header
