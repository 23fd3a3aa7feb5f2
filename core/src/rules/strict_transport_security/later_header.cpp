#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_later_header {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header == nullptr) return;
  const auto& fields = context.response.fields(http::HeaderName::StrictTransportSecurity);
  for (std::size_t i = 1; i < fields.size(); ++i) {
    Finding& finding = sink.at(fields[i]);
    finding.related = {{context.response.field(fields[0]).span, "browsers use this one"}};
    // Of two that differ the one that is not read may be what was meant.
    const bool same = context.response.field(fields[i]).value.text() == context.response.field(fields[0]).value.text();
    offer_fix(finding, "Remove the header that browsers ignore", same ? Applicability::Safe : Applicability::Suggestion,
              remove_field(context.response, fields[i]));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/later-header",
        .header = "Strict-Transport-Security",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Browsers ignore a second Strict-Transport-Security header",
        .message = "Browsers read only the first of the headers and ignore this one.",
        .why = "Two places in the stack set the header. You may be changing the one that browsers "
               "never read.",
        .advice = "Find out whether server, proxy or application sets the header, and keep only "
                  "one.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-8.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=300\n"
               "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_later_header
