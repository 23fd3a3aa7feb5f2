#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_unknown_same_site {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (cookie.same_site != headers::SameSite::Unknown) return;
    Finding& finding = cookie_rules::at(sink, context, parsed, cookie.same_site_attribute.text);
    finding.arguments.push_back(std::string(cookie.same_site_attribute.text));
    offer_fix(finding, "Use SameSite=Lax", Applicability::Suggestion,
              replace_range(context.response.field(parsed.field), *finding.span, "SameSite=Lax"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/unknown-same-site",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Browsers don't know a SameSite value",
        .message = "Browsers don't know {1} of the cookie {0} and ignore it.",
        .why = "Firefox then sends the cookie with links and forms of every other site, Safari "
               "(WebKit) with every request.",
        .advice = "Write SameSite=Strict, SameSite=Lax or SameSite=None.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: sid=1f2e; Path=/; Secure; HttpOnly; SameSite=Lux\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_unknown_same_site
