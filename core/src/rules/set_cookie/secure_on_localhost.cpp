#include "grammar/url.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_secure_on_localhost {

void check(const Context& context, Sink& sink) {
  if (context.response.https || !grammar::is_loopback(context.response.host)) return;
  cookie_rules::each_set(context, [&](const cookie_rules::ParsedCookie& parsed) {
    if (parsed.cookie.secure.present())
      cookie_rules::at(sink, context, parsed, parsed.cookie.secure.text);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/secure-on-localhost",
        .header = "Set-Cookie",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A Secure cookie on localhost is not stored by Safari",
        .message = "Safari drops {0}: to it http://localhost is not secure.",
        .several = "Safari drops {0} cookies: to it http://localhost is not secure ({1}).",
        .why = "Chrome and Firefox take the own machine for secure, so that the same page signs in "
               "there and does not in Safari.",
        .advice = "Try it over https on the own machine too, or leave Secure out in development.",
        .references = {"https://w3c.github.io/webappsec-secure-contexts/#localhost",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "* Connected to localhost (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: "
               "localhost\n> \n< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< "
               "Set-Cookie: id=1; Secure\n< \n",
        .good = "* Connected to localhost (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: "
                "localhost\n> \n< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< "
                "Set-Cookie: id=1\n< \n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_secure_on_localhost
