#include "rules/fixes.hpp"
#include "rules/location/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::location_plain_http {

void check(const Context& context, Sink& sink) {
  const location_rules::PlainTarget target = location_rules::plain_http_target(context);
  if (target.url.empty() || location_rules::is_upgraded(context, target.url)) return;
  const model::ResponseModel& response = context.response;
  const text::MappedText& value = response.field(target.field).value;
  Finding& finding = sink.at(target.field, value.to_source(target.written));
  const bool unnamed = response.response->url.empty();
  finding.arguments = {unnamed ? "This response" : response.page_url, target.url};
  // Where the target may be the response's own host, its Strict-Transport-Security may correct the redirect; and
  // where only that header tells of HTTPS, it may be out of place.
  if (unnamed && hsts_rules::over_https(context) != nullptr) finding.confidence = Confidence::Likely;
  constexpr std::string_view kScheme = "http";
  if (!text::istarts_with(target.written, kScheme)) return;
  offer_fix(
      finding, "Redirect to https:", Applicability::Suggestion,
      replace_range(response.field(target.field), value.to_source(target.written.substr(0, kScheme.size())), "https"));
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
