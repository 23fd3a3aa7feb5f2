#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_preload {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr || header->header.preload.empty()) return;
  if (header->header.max_age < hsts_rules::kYear || header->header.subdomains.empty()) return;
  sink.at(header->value, header->header.preload);
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/preload",
        .header = "Strict-Transport-Security",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "The domain asks to be on the browsers' HTTPS-only list",
        .message = "preload lets anybody put this domain on the HTTPS-only list that ships with "
                   "browsers.",
        .why = "Once listed, every subdomain of the registrable domain works over HTTPS only, for "
               "all visitors, and removing it takes months. The list's operators no longer advise "
               "it for most sites: the header alone protects from the second visit on.",
        .advice = "Keep it only if the owner of the whole domain means it for good. Otherwise "
                  "remove preload.",
        .references = {"https://hstspreload.org/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=63072000; includeSubDomains; preload\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_preload
