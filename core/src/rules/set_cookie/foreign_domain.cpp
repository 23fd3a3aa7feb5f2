#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::set_cookie_foreign_domain {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (!cookie_rules::wants_foreign_domain(context, cookie)) return;
    Finding& finding = cookie_rules::at(sink, context, parsed, cookie.domain.text);
    finding.arguments.push_back(std::string(cookie_rules::domain_of(cookie)));
    finding.arguments.push_back(context.response.host);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/foreign-domain",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A cookie is for another domain and is refused",
        .message = "Browsers drop {0}, because its Domain={1} doesn't cover {2}.",
        .several = "Browsers drop {0} cookies for other domains: {1}.",
        .why = "A response may set cookies only for its own host and the domains above it. "
               "Browsers never store this one.",
        .advice = "Remove Domain, or name the site's own domain.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "> GET / HTTP/1.1\n"
               "> Host: www.site.example\n"
               ">\n"
               "* Connected to www.site.example (192.0.2.1) port 443\n"
               "< HTTP/1.1 200 OK\n"
               "< Content-Type: text/html; charset=utf-8\n"
               "< Set-Cookie: id=1; Domain=other.example; Secure\n",
        .good = "> GET / HTTP/1.1\n"
                "> Host: www.site.example\n"
                ">\n"
                "* Connected to www.site.example (192.0.2.1) port 443\n"
                "< HTTP/1.1 200 OK\n"
                "< Content-Type: text/html; charset=utf-8\n"
                "< Set-Cookie: id=1; Domain=.site.example; Secure\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_foreign_domain
