#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_session_without_http_only {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (!parsed.session || cookie.http_only.present()) return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    offer_fix(finding, "Add HttpOnly", Applicability::Suggestion,
              append_to_field(context.response, parsed.field, "; HttpOnly"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/session-without-http-only",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "Scripts can read a session cookie",
        .message = "{0} looks like a session cookie and lacks HttpOnly.",
        .several = "{0} cookies look like session cookies and lack HttpOnly: {1}.",
        .why = "An injected script reads document.cookie and sends the session to the attacker. "
               "The attacker stays signed in as the visitor long after the page is closed.",
        .advice = "Add HttpOnly, unless one of your own scripts really has to read the cookie.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: PHPSESSID=1f2e; Path=/; Secure; SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_session_without_http_only
