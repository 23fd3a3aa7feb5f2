#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_ip_host {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header != nullptr && context.response.has_ip_host) sink.at(header->value.first_field());
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/ip-host",
        .header = "Strict-Transport-Security",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Strict-Transport-Security has no effect on an IP address",
        .message = "Browsers ignore Strict-Transport-Security on an IP address.",
        .why = "Browsers remember the header by host name, and an IP address isn't one.",
        .advice = "Serve the site under a host name to protect its visitors.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-8.1.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "> GET / HTTP/1.1\n"
               "> Host: 192.0.2.7\n"
               ">\n"
               "* Connected to 192.0.2.7 (192.0.2.7) port 443\n"
               "< HTTP/1.1 200 OK\n"
               "< Content-Type: text/html; charset=utf-8\n"
               "< Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_ip_host
