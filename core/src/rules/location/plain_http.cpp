#include "rules/fixes.hpp"
#include "rules/location/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::location_plain_http {

void check(const Context& context, Sink& sink) {
  std::uint32_t field = 0;
  const std::string target = location_rules::plain_http_target(context, field);
  if (target.empty() || location_rules::is_upgraded(context, target)) return;
  const text::MappedText& value = context.response.field(field).value;
  Finding& finding = sink.at(field, value.to_source(value.text()));
  finding.arguments = {context.response.page_url, target};
  constexpr std::string_view kScheme = "http";
  if (!text::istarts_with(value.text(), kScheme)) return;
  offer_fix(
      finding, "Redirect to https:", Applicability::Suggestion,
      replace_range(context.response.field(field), value.to_source(value.text().substr(0, kScheme.size())), "https"));
}

extern const RuleSpec kRule = {
    {
        .id = "location/plain-http",
        .header = "Location",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "An HTTPS URL redirects to plain HTTP",
        .message = "{0} sends the visitor to {1} without encryption.",
        .why = "From there on anybody on the network can read and change everything sent: "
               "passwords, cookies, the page itself. The visitor asked for HTTPS and doesn't "
               "notice.",
        .advice = "Redirect to the https: URL. If a server behind a proxy writes http: because it "
                  "doesn't know about the encryption, pass it the scheme in X-Forwarded-Proto.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-7.2",
                       "https://developer.mozilla.org/docs/Web/Security/Practical_implementation_guides/TLS"},
        .bad = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
               "site.example\n> \n< HTTP/1.1 302 Found\n< Location: http://site.example/login\n< \n",
        .good = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
                "site.example\n> \n< HTTP/1.1 302 Found\n< Location: https://site.example/login\n< \n",
    },
    check,
};

}  // namespace headstrong::rules::location_plain_http
