#include "rules/location/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::location_upgraded_http {

void check(const Context& context, Sink& sink) {
  const location_rules::PlainTarget target = location_rules::plain_http_target(context);
  if (target.url.empty() || !location_rules::is_upgraded(context, target.url)) return;
  const text::MappedText& value = context.response.field(target.field).value;
  sink.at(target.field, value.to_source(target.written)).arguments = {target.url};
}

extern const RuleSpec kRule = {
    {
        .id = "location/upgraded-http",
        .header = "Location",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A redirect names plain HTTP, and HSTS corrects it",
        .message = "{0} is plain HTTP, but Strict-Transport-Security makes browsers request it "
                   "over https.",
        .why = "Programs that don't know the header follow the URL as written. So do Firefox and "
               "Safari (WebKit) for what other sites embed.",
        .advice = "Write https: in the redirect.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-8.3"},
        .bad = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
               "site.example\n> \n< HTTP/1.1 302 Found\n< Location: http://site.example/login\n< "
               "Strict-Transport-Security: max-age=31536000\n< \n",
        .good = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
                "site.example\n> \n< HTTP/1.1 302 Found\n< Location: https://site.example/login\n< "
                "Strict-Transport-Security: max-age=31536000\n< \n",
    },
    check,
};

}  // namespace headstrong::rules::location_upgraded_http
