#include "headers/strict_transport_security.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_momentary_max_age {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr) return;
  const std::uint64_t seconds = header->header.max_age;
  if (!(seconds < hsts_rules::kDay)) return;
  Finding& finding = sink.at(header->value, header->header.max_age_value);
  finding.arguments = {std::to_string(seconds)};
  hsts_rules::offer_year(context, *header, "Raise max-age to a year, the last step", finding);
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/momentary-max-age",
        .header = "Strict-Transport-Security",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers forget about HTTPS within a day",
        .message = "max-age={0} lasts less than a day.",
        .why = "It protects only visitors who come back within that time. As the first step of a "
               "rollout it is right, because you can undo it quickly.",
        .advice = "Raise it step by step. " HEADSTRONG_HSTS_LADDER
                  " If HTTPS works everywhere already, send the last step at once.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-11.2", "https://hstspreload.org/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=300\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_momentary_max_age
