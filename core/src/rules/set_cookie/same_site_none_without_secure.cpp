#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_same_site_none_without_secure {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (cookie.same_site != headers::SameSite::None || cookie.secure.present()) return;
    Finding& finding = cookie_rules::at(sink, context, parsed, cookie.same_site_attribute.text);
    if (cookie_rules::came_insecurely(context)) return;
    offer_fix(finding, "Add Secure", Applicability::Suggestion,
              append_to_field(context.response, parsed.field, "; Secure"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/same-site-none-without-secure",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "A cookie with SameSite=None but without Secure is refused",
        .message = "Chromium and Firefox drop {0}, because SameSite=None requires Secure.",
        .several = "Chromium and Firefox drop {0} cookies, because SameSite=None requires Secure: "
                   "{1}.",
        .why = "These browsers never store the cookie, so whatever depends on it fails for most visitors. "
               "Safari (WebKit) keeps it and sends it over http, too.",
        .advice = "Add Secure.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: cart=1f2e; Path=/; SameSite=None\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_same_site_none_without_secure
