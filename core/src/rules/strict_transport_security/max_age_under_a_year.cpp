#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_max_age_under_a_year {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr) return;
  const std::uint64_t seconds = header->header.max_age;
  if (!(seconds >= hsts_rules::kHalfYear && seconds < hsts_rules::kYear)) return;
  Finding& finding = sink.at(header->value, header->header.max_age_value);
  finding.arguments = {std::to_string(seconds)};
  hsts_rules::offer_year(context, *header, "Raise max-age to a year", finding);
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/max-age-under-a-year",
        .header = "Strict-Transport-Security",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers insist on HTTPS for less than a year",
        .message = "max-age={0} is shorter than a year.",
        .why = "A longer time also covers visitors who come rarely. It costs nothing once the site "
               "stays on HTTPS for good.",
        .advice = "Raise it to max-age=31536000 (a year).",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-11.2", "https://hstspreload.org/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=15768000; includeSubDomains\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_max_age_under_a_year
