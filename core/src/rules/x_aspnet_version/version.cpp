#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_aspnet_version_version {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::XAspNetVersion)) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text().empty()) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    offer_fix(finding, "Remove the header", Applicability::Safe, remove_field(context.response, field));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-aspnet-version/version",
        .header = "X-AspNet-Version",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "X-AspNet-Version reveals the framework's version",
        .message = "The header reveals version {0}.",
        .why = "Attackers search for versions with known holes, and the number saves them the "
               "guess. It isn't a hole itself: updating matters more.",
        .advice = "Remove it: <httpRuntime enableVersionHeader=\"false\" /> in web.config.",
        .references = {"https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-AspNet-Version: 4.0.30319\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
    },
    check,
};

}  // namespace headstrong::rules::x_aspnet_version_version
