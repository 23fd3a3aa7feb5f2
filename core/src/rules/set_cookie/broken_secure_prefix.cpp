#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_broken_secure_prefix {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (headers::cookie_prefix(cookie.name) != headers::CookiePrefix::Secure || cookie_rules::keeps_prefix(cookie))
      return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    if (cookie_rules::came_insecurely(context)) return;
    const std::string guards = cookie_rules::session_guards(parsed);
    offer_fix(finding, guards.empty() ? "Add Secure" : "Add Secure and protect the session",
              guards.empty() ? Applicability::Safe : Applicability::Suggestion,
              append_to_field(context.response, parsed.field, "; Secure" + guards));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/broken-secure-prefix",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "A __Secure- cookie without Secure is refused",
        .message = "Chromium and Firefox drop {0}, because the prefix __Secure- requires Secure.",
        .why = "These browsers don't store the cookie, so whatever depends on it fails.",
        .advice = "Add Secure.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: __Secure-id=1f2e; Path=/\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_broken_secure_prefix
