#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::strict_transport_security_repeated_word {

void check(const Context& context, Sink& sink) {
  const hsts_rules::Header* header = hsts_rules::in_force(context);
  if (header == nullptr || header->header.repeated_word.empty()) return;
  Finding& finding = sink.at(header->value, header->header.repeated_word);
  finding.arguments = {std::string(header->header.repeated_word)};
  offer_fix(
      finding, "Rewrite the header", Applicability::Suggestion,
      replace_header(context.response, http::HeaderName::StrictTransportSecurity, hsts_rules::whole_value(*header)));
}

extern const RuleSpec kRule = {
    {
        .id = "strict-transport-security/repeated-word",
        .header = "Strict-Transport-Security",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInWebKit,
        .title = "A word is repeated, so WebKitGTK ignores the header",
        .message = "WebKitGTK ignores the whole header because {0} is repeated.",
        .why = "The specification forbids repeated directives. Chromium and Firefox still obey the "
               "header unless max-age or includeSubDomains is repeated.",
        .advice = "Keep one of the two.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-6.1",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Strict-Transport-Security"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nStrict-Transport-Security: max-age=31536000; preload; preload\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nStrict-Transport-Security: max-age=31536000; includeSubDomains\n",
    },
    check,
};

}  // namespace headstrong::rules::strict_transport_security_repeated_word
