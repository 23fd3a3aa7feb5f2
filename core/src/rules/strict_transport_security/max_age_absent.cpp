#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_max_age_absent {

void check(const Context& context, Sink& sink) {
  using Fault = headers::StrictTransportSecurity::Fault;
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header == nullptr || header->header.fault != Fault::MaxAgeAbsent) return;
  offer_fix(
      sink.at(header->value, header->value.text()), "Add max-age=31536000", Applicability::Suggestion,
      replace_header(context.response, http::HeaderName::StrictTransportSecurity, hsts_rules::whole_value(*header)));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/max-age-absent",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "Browsers ignore the header without max-age",
        .message = "Strict-Transport-Security has no max-age, so browsers ignore it.",
        .why = "max-age is the one required directive. Without it the header does nothing, and "
               "visitors can still be kept on plain HTTP.",
        .advice = "Put max-age=31536000 first.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: includeSubDomains; preload\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_max_age_absent
