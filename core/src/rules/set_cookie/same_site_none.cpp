#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_same_site_none {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (!parsed.session || cookie.same_site != headers::SameSite::None || cookie.partitioned.present()) return;
    Finding& finding = cookie_rules::at(sink, context, parsed, cookie.same_site_attribute.text);
    offer_fix(finding, "Use SameSite=Lax", Applicability::Suggestion,
              replace_range(context.response.field(parsed.field), *finding.span, "SameSite=Lax"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/same-site-none",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A session cookie is sent with requests from other sites",
        .message = "{0} looks like a session cookie and has SameSite=None.",
        .several = "{0} cookies go along with every site's requests: {1}.",
        .why = "Every site can make requests that carry the session. Only tokens in the "
               "application then stop forged requests.",
        .advice = "Use SameSite=Lax unless the page has to work signed in inside frames on other "
                  "sites; then add Partitioned.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: session=1f2e; Path=/; Secure; HttpOnly; SameSite=None\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_same_site_none
