#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_without_secure {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (parsed.session || cookie.secure.present() || !cookie_rules::can_cross_unencrypted(context) ||
        cookie.same_site == headers::SameSite::None)
      return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    if (!context.response.https) return;  // browsers would drop it with Secure
    offer_fix(finding, "Add Secure", Applicability::Suggestion,
              append_to_field(context.response, parsed.field, "; Secure"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/without-secure",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "A cookie is also sent over plain HTTP",
        .message = "{0} lacks Secure.",
        .several = "{0} cookies lack Secure: {1}.",
        .why = "Anybody on the network can read the cookie from any request over http, and use it "
               "to track the visitor.",
        .advice = "Serve the site over HTTPS and add Secure to every cookie.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: theme=dark; Path=/; SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_without_secure
