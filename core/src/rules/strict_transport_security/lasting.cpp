#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_lasting {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr || context.response.has_ip_host) return;
  if (header->header.max_age < hsts_rules::kYear || header->header.subdomains.empty()) return;
  sink.at(header->value, header->value.text());
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/lasting",
        .header = "Strict-Transport-Security",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers insist on HTTPS, subdomains included",
        .message = "Visits to this host and its subdomains go over HTTPS alone, for a year or more.",
        .why = "Nobody on the network can keep a returning visitor on plain http, nor click "
               "through a bad certificate. What an http: page of another site embeds, Firefox and Safari "
               "still fetch from here over http; Chrome does not.",
        .advice =
            "Nothing to do. Keep the certificate renewed: there is no way around a broken one now.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=300\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_lasting
