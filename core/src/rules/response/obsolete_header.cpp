#include <string>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::response_obsolete_header {

void check(const Context& context, Sink& sink) {
  using http::HeaderName;
  for (const HeaderName name : {HeaderName::ExpectCt, HeaderName::PublicKeyPins, HeaderName::PublicKeyPinsReportOnly}) {
    const auto& fields = context.response.fields(name);
    if (fields.empty()) continue;
    Finding& finding = sink.at(fields.front());
    finding.arguments = {std::string(context.response.field(fields.front()).name),
                         name == HeaderName::ExpectCt
                             ? "every certificate must have Certificate Transparency without it"
                             : "key pins locked out more visitors than they stopped attackers"};
    offer_fix(finding, "Remove the header", Applicability::Safe, remove_header(context.response, name));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/obsolete-header",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "The response has a header that no browser reads any more",
        .message = "Browsers have dropped {0}: {1}.",
        .why = "Browsers ignore it, so it protects nobody.",
        .advice = "Remove the header.",
        .references = {"https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\nExpect-CT: max-age=86400, enforce\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html\n",
    },
    check,
};

}  // namespace headstrong::rules::response_obsolete_header
