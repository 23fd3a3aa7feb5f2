#include "headers/strict_transport_security.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_absent {

void check(const Context& context, Sink& sink) {
  if (!context.response.https || context.response.has_ip_host || context.response.scheme_is_open) return;
  if (!context.response.known_absent(http::HeaderName::StrictTransportSecurity)) return;
  offer_fix(sink.absent(), "Add Strict-Transport-Security for a year, the last step", Applicability::Suggestion,
            insert_field(context.response, "Strict-Transport-Security", "max-age=31536000"));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/absent",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers may still use plain HTTP",
        .message = "The response has no Strict-Transport-Security header.",
        .why = "A visitor who types the site's name or follows an old link starts without "
               "encryption: on open Wi-Fi an attacker answers that first request, keeps the "
               "visitor on http, and reads passwords and cookies. With the header, a returning "
               "browser refuses plain HTTP.",
        .advice = "Send Strict-Transport-Security with every HTTPS response. " HEADSTRONG_HSTS_LADDER
                  " If HTTPS works everywhere already, send the last step at once. Add "
                  "includeSubDomains once every subdomain answers over HTTPS.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-5",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_absent
