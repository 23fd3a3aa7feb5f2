#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::www_authenticate_basic_over_http {

void check(const Context& context, Sink& sink) {
  if (!context.response.plain_http) return;
  for (const std::uint32_t field : context.response.fields(http::HeaderName::WwwAuthenticate)) {
    const text::MappedText& value = context.response.field(field).value;
    constexpr std::string_view kScheme = "basic";
    const std::string_view text = value.text();
    if (!text::istarts_with(text, kScheme)) continue;
    if (text.size() > kScheme.size() && text::is(text[kScheme.size()], text::kToken)) continue;
    const std::string_view word = text.substr(0, kScheme.size());
    sink.at(field, value.to_source(word)).arguments = {std::string(word)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "www-authenticate/basic-over-http",
        .header = "WWW-Authenticate",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The server asks for a password over plain HTTP",
        .message = "{0} makes browsers send the password with every request, readable by anybody "
                   "on the network.",
        .why = "Basic only encodes the password as base64. Anybody on the network reads it with "
               "the first request, and can change the page that asks for it.",
        .advice = "Redirect http: URLs to https: before you ask for a password.",
        .references = {"https://www.rfc-editor.org/rfc/rfc7617#section-4",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/WWW-Authenticate"},
        .bad = "* Connected to site.example (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: "
               "site.example\n> \n< HTTP/1.1 401 Unauthorized\n< WWW-Authenticate: Basic "
               "realm=\"x\"\n< \n",
        .good = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
                "site.example\n> \n< HTTP/1.1 401 Unauthorized\n< WWW-Authenticate: Basic "
                "realm=\"x\"\n< \n",
    },
    check,
};

}  // namespace headstrong::rules::www_authenticate_basic_over_http
