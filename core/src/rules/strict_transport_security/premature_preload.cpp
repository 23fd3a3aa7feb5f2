#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_premature_preload {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr || header->header.preload.empty()) return;
  const bool brief = header->header.max_age < hsts_rules::kYear;
  const bool partial = header->header.subdomains.empty();
  if (!brief && !partial) return;
  Finding& finding = sink.at(header->value, header->header.preload);
  finding.arguments = {brief && partial ? "max-age is under a year and includeSubDomains is not set"
                       : brief          ? "max-age is under a year"
                                        : "includeSubDomains is not set"};
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/premature-preload",
        .header = "Strict-Transport-Security",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "The preload directive has no effect yet",
        .message = "preload is set, but the preload list's conditions are not met: {0}.",
        .why = "Browsers ignore preload; only the list's operators look for it, and they require a "
               "max-age of a year and includeSubDomains. Until then the domain can't be listed, or "
               "will be taken off.",
        .advice = "Remove preload. If the whole domain should be HTTPS only for good, meet the "
                  "conditions first; the header also works without the list, from the second visit "
                  "on.",
        .references = {"https://hstspreload.org/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=2592000; preload\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_premature_preload
