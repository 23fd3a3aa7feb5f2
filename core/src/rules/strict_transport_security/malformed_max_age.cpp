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
  offer_fix(
      finding, "Say max-age=31536000", Applicability::Suggestion,
      replace_part(context.response, header->value, header->header.fault_text, "max-age=31536000"));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/malformed-max-age",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "The time in max-age is not a number",
        .message = "{0} is not a whole number of seconds, so Chrome and Firefox ignore the whole header.",
        .why = "Without a time that it can read a browser does not know how long to insist on "
               "HTTPS, and does not insist at all. Safari on Linux (WebKitGTK) makes a number of some such "
               "values, -1 among them.",
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
