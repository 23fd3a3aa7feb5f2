#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_uncovered_subdomains {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr || !header->header.subdomains.empty()) return;
  const bool separated = !header->value.text().empty() && header->value.text().back() == ';';
  Finding& finding = sink.at(header->value, header->value.text());
  if (hsts_rules::is_misspelled(header->header.unknown)) {
    offer_fix(finding, "Write includeSubDomains", Applicability::Suggestion,
              replace_part(context.response, header->value, header->header.unknown, "includeSubDomains"));
    return;
  }
  if (!header->header.preload.empty()) {  // with both, anyone may put the domain on the list
    offer_fix(finding, "Write includeSubDomains in place of preload", Applicability::Suggestion,
              replace_field_value(context.response, header->value.first_field(),
                                  "max-age=" + std::string(header->header.max_age_value) + "; includeSubDomains"));
    return;
  }
  offer_fix(finding, "Add includeSubDomains", Applicability::Suggestion,
            append_to_field(context.response, header->value.first_field(),
                            separated ? " includeSubDomains" : "; includeSubDomains"));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/uncovered-subdomains",
        .header = "Strict-Transport-Security",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Subdomains are not covered",
        .message = "Strict-Transport-Security has no includeSubDomains.",
        .why = "An attacker on the network invents a subdomain, answers for it over http, and sets "
               "cookies for the whole domain that the real site takes for its own. With "
               "includeSubDomains browsers would never ask over http.",
        .advice = "Add includeSubDomains when every subdomain, internal ones included, answers "
                  "over HTTPS.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-14.4",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=31536000\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_uncovered_subdomains
