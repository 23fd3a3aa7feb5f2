#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_nameless {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (!cookie.name.empty()) return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    finding.arguments = {std::string(cookie.pair)};
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/nameless",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A cookie has no name",
        .message = "The cookie {0} has no name before an equals sign.",
        .why = "Chromium and Safari (WebKit) store it and send it back as a bare value that most "
               "servers can't read; Firefox sends value= or, if it began with =, drops it. Two "
               "such cookies overwrite each other.",
        .advice = "Write name=value.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: 1f2e3d; Path=/; Secure\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_nameless
