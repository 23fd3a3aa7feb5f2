#include <string>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_unknown_directive {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header == nullptr || header->header.fault != headers::StrictTransportSecurity::Fault::None) return;
  const std::string_view unknown = header->header.unknown;
  if (unknown.empty()) return;
  Finding& finding = sink.at(header->value, unknown);
  finding.arguments = {std::string(unknown)};
  // Twice in a header the right word voids it.
  if (!hsts_rules::is_misspelled(unknown) || !header->header.subdomains.empty()) return;
  offer_fix(finding, "Write includeSubDomains", Applicability::Suggestion,
            replace_part(context.response, header->value, unknown, "includeSubDomains"));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/unknown-directive",
        .header = "Strict-Transport-Security",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A word in Strict-Transport-Security means nothing",
        .message = "Browsers don't know {0} and ignore it.",
        .why = "Whatever the word was meant to do, it doesn't: always belongs to nginx, outside "
               "the quotes, excludeSubDomains doesn't exist, and a misspelled includeSubDomains "
               "covers no subdomain.",
        .advice = "Keep max-age, includeSubDomains and preload; remove the rest.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nStrict-Transport-Security: "
               "max-age=31536000; includeSubDomains; always\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nStrict-Transport-Security: "
                "max-age=31536000; includeSubDomains; preload\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_unknown_directive
