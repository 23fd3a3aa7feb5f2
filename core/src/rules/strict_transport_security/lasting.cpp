#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_lasting {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr || context.response.has_ip_host) return;
  if (header->header.max_age < hsts_rules::kYear || header->header.subdomains.empty()) return;
  Finding& finding = sink.at(header->value, header->value.text());
  // strict-transport-security/repeated-word: WebKitGTK ignores such a header.
  if (!header->header.repeated_word.empty()) finding.browsers = decide::kInChromium | decide::kInFirefox;
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/lasting",
        .header = "Strict-Transport-Security",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers insist on HTTPS, subdomains included",
        .message = "Browsers visit this host and its subdomains only over HTTPS, for a year or "
                   "more.",
        .why =
            "Nobody on the network can keep a returning visitor on plain HTTP, and nobody can click past an invalid certificate. If an http: page of another site embeds something from this host, Firefox and Safari (WebKit) still fetch it over http; Chromium does not.",
        .advice = "Keep the certificate renewed: visitors can't get past an invalid one.",
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
