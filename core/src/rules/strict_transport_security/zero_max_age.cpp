#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_zero_max_age {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header == nullptr) return;
  if (header->header.fault != headers::StrictTransportSecurity::Fault::None) return;
  if (header->header.max_age > 0) return;
  hsts_rules::offer_year(context, *header, "Raise max-age to a year",
                         sink.at(header->value, header->header.max_age_value));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/zero-max-age",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "max-age=0 switches the enforcement of HTTPS off",
        .message = "max-age=0 makes browsers forget that the site needs HTTPS.",
        .why = "It deletes what an earlier header made them remember. From then on visitors can be "
               "kept on plain HTTP again.",
        .advice = "Send max-age=31536000, unless the site is about to give up HTTPS.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=0\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_zero_max_age
