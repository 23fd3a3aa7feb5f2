#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_broken_http_prefix {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    const headers::CookiePrefix prefix = headers::cookie_prefix(cookie.name);
    const bool host = prefix == headers::CookiePrefix::HostHttp;
    if (!host && prefix != headers::CookiePrefix::Http) return;
    if (cookie_rules::keeps_prefix(cookie)) return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    if (cookie_rules::came_insecurely(context)) return;
    std::string value =
        host ? cookie_rules::host_only_value(cookie) : std::string(context.response.field(parsed.field).value.text());
    if (!host && !cookie.secure.present()) value += "; Secure";
    // A session cookie has HttpOnly among its guards.
    if (!cookie.http_only.present() && !parsed.session) value += "; HttpOnly";
    value += cookie_rules::session_guards(parsed);
    offer_fix(finding, "Follow the prefix's rules", Applicability::Suggestion,
              replace_field_value(context.response, parsed.field, value));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/broken-http-prefix",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "An __Http- cookie breaks its prefix's rules and is refused",
        .message = "Chromium and Firefox drop {0}, because its prefix requires Secure and "
                   "HttpOnly, and __Host-Http- also Path=/ and no Domain.",
        .why = "These browsers never store the cookie, so whatever depends on it fails.",
        .advice = "Send it with Secure and HttpOnly; for __Host-Http- also with Path=/ and without "
                  "Domain.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: __Http-id=1f2e; Path=/; Secure\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_broken_http_prefix
