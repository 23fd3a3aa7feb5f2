#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_broken_host_prefix {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (headers::cookie_prefix(cookie.name) != headers::CookiePrefix::Host || cookie_rules::keeps_prefix(cookie))
      return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    if (cookie_rules::came_insecurely(context)) return;
    offer_fix(finding, "Follow the prefix's rules", Applicability::Suggestion,
              replace_field_value(context.response, parsed.field,
                                  cookie_rules::host_only_value(cookie) + cookie_rules::session_guards(parsed)));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/broken-host-prefix",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "A __Host- cookie breaks its prefix's rules and is refused",
        .message = "Chromium and Firefox drop {0}, because the prefix __Host- requires Secure, "
                   "Path=/ and no Domain.",
        .why = "These browsers don't store the cookie, so whatever depends on it fails; if only Path is "
               "missing, Firefox keeps it from pages at the top of the site. WebKitGTK keeps it "
               "without the protection that the name promises.",
        .advice = "Send it with Secure and Path=/, and without Domain.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: __Host-id=1f2e; Secure; Domain=site.example; Path=/\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_broken_host_prefix
