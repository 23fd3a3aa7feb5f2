#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_same_site_absent {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (!parsed.session || cookie.same_site != headers::SameSite::Unset) return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    offer_fix(finding, "Add SameSite=Lax", Applicability::Suggestion,
              append_to_field(context.response, parsed.field, "; SameSite=Lax"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/same-site-absent",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "Other sites can use a session cookie",
        .message = "{0} looks like a session cookie and has no SameSite.",
        .several = "{0} cookies look like session cookies and have no SameSite: {1}.",
        .why = "A form on any other site can post to yours, and Firefox and Safari (WebKit) send "
               "the cookie along (Firefox not with fetches, images and frames), so the request "
               "counts as the visitor's own. Chromium treats the cookie as Lax, except in its "
               "first two minutes.",
        .advice = "Add SameSite=Lax, or SameSite=Strict if no link from elsewhere has to arrive "
                  "signed in.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: sid=1f2e; Path=/; Secure; HttpOnly\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_same_site_absent
