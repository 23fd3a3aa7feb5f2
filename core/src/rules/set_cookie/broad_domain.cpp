#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_broad_domain {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    const std::string_view domain = cookie_rules::domain_of(cookie);
    // Of a public suffix that is the host's own name browsers make a cookie for the host alone.
    if (!parsed.session || domain.empty() || cookie_rules::is_public_suffix(domain)) return;
    cookie_rules::at(sink, context, parsed, cookie.domain.text);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/broad-domain",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A session cookie goes to every subdomain",
        .message = "{0} looks like a session cookie and has a Domain, so every subdomain receives "
                   "it.",
        .several = "{0} cookies look like session cookies and go to every subdomain: {1}.",
        .why = "One forgotten subdomain, or one that somebody else runs, is enough to read the "
               "main site's session.",
        .advice = "Remove Domain, so that only the host that set the cookie receives it, or name "
                  "the cookie __Host-.... Keep Domain only if subdomains must share the session.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: session=1f2e; Domain=site.example; Path=/; Secure; HttpOnly; "
               "SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_broad_domain
