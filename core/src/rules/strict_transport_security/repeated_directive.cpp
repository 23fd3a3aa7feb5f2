#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_repeated_directive {

void check(const Context& context, Sink& sink) {
  using Fault = headers::StrictTransportSecurity::Fault;
  const hsts_rules::Header* header = hsts_rules::over_https(context);
  if (header == nullptr || header->header.fault != Fault::RepeatedDirective) return;
  Finding& finding = sink.at(header->value, header->header.fault_text);
  const std::string_view text = header->header.fault_text;
  finding.arguments = {std::string(text.substr(0, text.find('=')))};
  offer_fix(
      finding, "Rewrite the header", Applicability::Suggestion,
      replace_header(context.response, http::HeaderName::StrictTransportSecurity, hsts_rules::whole_value(*header)));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/repeated-directive",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A directive is repeated, so browsers ignore the header",
        .message = "Browsers ignore the whole header because {0} is repeated.",
        .why = "The specification forbids repeated directives, and browsers drop a header that has "
               "one. Visitors can still be kept on plain HTTP.",
        .advice = "Keep one of the two.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Strict-Transport-Security: max-age=300; max-age=31536000; includeSubDomains\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_repeated_directive
