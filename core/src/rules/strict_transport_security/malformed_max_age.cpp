#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_malformed_max_age {

void check(const Context& context, Sink& sink) {
  using Fault = headers::StrictTransportSecurity::Fault;
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header == nullptr || header->header.fault != Fault::MalformedMaxAge) return;
  Finding& finding = sink.at(header->value, header->header.fault_text);
  finding.arguments = {std::string(header->header.fault_text)};
  if (!header->header.preload.empty()) {
    hsts_rules::offer_year(context, *header, "Write max-age=31536000", finding);
    return;
  }
  offer_fix(finding, "Write max-age=31536000", Applicability::Suggestion,
            replace_part(context.response, header->value, header->header.fault_text, "max-age=31536000"));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/malformed-max-age",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "max-age is not a number",
        .message = "{0} is not a whole number of seconds, so Chromium and Firefox ignore the whole "
                   "header.",
        .why = "Without a number, browsers don't know how long to insist on HTTPS and don't insist "
               "at all. WebKitGTK reads some of these values as numbers, for example -1.",
        .advice = "Write the time in seconds, digits only: max-age=31536000 is a year.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=1year; includeSubDomains\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_malformed_max_age
