#include "rules/rule.hpp"

namespace headstrong::rules::strict_transport_security_over_http {

void check(const Context& context, Sink& sink) {
  if (context.response.https) return;
  const auto& header = context.response.typed.strict_transport_security;
  if (!header) return;
  Finding& finding = sink.at(header->value.first_field());
  // Where it leads to HTTPS, or stays on the own machine, nobody misses it.
  if (!context.response.plain_http) finding.severity = Severity::Info;
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/over-http",
        .header = "Strict-Transport-Security",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Browsers ignore the header over plain HTTP",
        .message = "Browsers ignore Strict-Transport-Security, because the response came over "
                   "http.",
        .why = "Anybody on the network could have added the header, so browsers obey it only over "
               "HTTPS. A page that answers over http can be read and changed on the way.",
        .advice = "Redirect http to https on the same host with a 301, and send the header with "
                  "the HTTPS responses.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-8.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "* Connected to site.example (192.0.2.1) port 80\n"
               "> GET / HTTP/1.1\n"
               "> Host: site.example\n"
               ">\n"
               "< HTTP/1.1 200 OK\n"
               "< Content-Type: text/html; charset=utf-8\n"
               "< Strict-Transport-Security: max-age=31536000\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_over_http
