#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_secure_over_http {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  if (!cookie_rules::came_insecurely(context)) return;
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    if (parsed.cookie.secure.present()) cookie_rules::at(sink, context, parsed);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/secure-over-http",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A Secure cookie came over plain HTTP and is refused",
        .message = "Browsers drop {0}, because a response over http can't set a Secure cookie.",
        .several = "Browsers drop {0} cookies, because a response over http can't set Secure cookies: {1}.",
        .why = "No browser stores the cookie, so whatever depends on it fails until the site uses "
               "HTTPS.",
        .advice = "Serve the page over HTTPS.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "* Connected to site.example (192.0.2.1) port 80\n"
               "> GET / HTTP/1.1\n"
               "> Host: site.example\n"
               ">\n"
               "< HTTP/1.1 200 OK\n"
               "< Content-Type: text/html; charset=utf-8\n"
               "< Set-Cookie: id=1; Secure\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_secure_over_http
