#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_guarded_session {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    const headers::CookiePrefix prefix = headers::cookie_prefix(cookie.name);
    const bool host = prefix == headers::CookiePrefix::Host || prefix == headers::CookiePrefix::HostHttp;
    if (!parsed.session || !host || !cookie_rules::keeps_prefix(cookie)) return;
    const bool same_site = cookie.same_site == headers::SameSite::Lax || cookie.same_site == headers::SameSite::Strict;
    if (cookie.http_only.present() && same_site) cookie_rules::at(sink, context, parsed);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/guarded-session",
        .header = "Set-Cookie",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A session cookie is bound to this host",
        .message = "{0} has Secure, HttpOnly and SameSite, and its name binds it to this host.",
        .several = "{0} session cookies are well protected: {1}.",
        .why = "No other host, not even a subdomain, can set or read it, and neither can scripts. "
               "Requests that other sites make behind the visitor's back don't carry it.",
        .advice = "Keep it as it is. From http: pages of the same host, Chromium doesn't send a "
                  "Strict cookie, but Firefox and Safari (WebKit) do.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_guarded_session
