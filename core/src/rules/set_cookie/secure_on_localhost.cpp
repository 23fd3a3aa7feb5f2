#include "grammar/url.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_secure_on_localhost {

void check(const Context& context, Sink& sink) {
  if (context.response.https || !grammar::is_loopback(context.response.host)) return;
  cookie_rules::each_set(context, [&](const cookie_rules::ParsedCookie& parsed) {
    if (!parsed.cookie.secure.present()) return;
    cookie_rules::at(sink, context, parsed, parsed.cookie.secure.text).arguments.push_back(context.response.host);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/secure-on-localhost",
        .header = "Set-Cookie",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInWebKit,
        .title = "Safari (WebKit) refuses a Secure cookie on localhost",
        .message = "Safari (WebKit) drops {0}, because it doesn't treat http://{1} as secure.",
        .several = "Safari (WebKit) drops {0} cookies, because it doesn't treat this machine's own http "
                   "pages as secure: {1}.",
        .why = "Chromium and Firefox treat localhost as secure. The same page signs in there but "
               "not in Safari (WebKit).",
        .advice = "Test over https on localhost too, or remove Secure in development.",
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
