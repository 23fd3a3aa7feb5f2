#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_oversized_max_age {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr || !header->header.firefox_ignores) return;
  Finding& finding = sink.at(header->value, header->header.max_age_value);
  finding.arguments = {std::string(header->header.max_age_value)};
  offer_fix(finding, "Use two years", Applicability::Suggestion,
            replace_part(context.response, header->value, header->header.max_age_value, "63072000"));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/oversized-max-age",
        .header = "Strict-Transport-Security",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInFirefox,
        .title = "max-age is too large for Firefox",
        .message = "Firefox ignores the whole header, because {0} does not fit into 64 bits.",
        .why = "Visitors with Firefox can still be kept on plain HTTP. Chromium uses its maximum, "
               "a year.",
        .advice = "Send max-age=31536000 or max-age=63072000.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nStrict-Transport-Security: max-age=99999999999999999999\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nStrict-Transport-Security: max-age=63072000\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_oversized_max_age
