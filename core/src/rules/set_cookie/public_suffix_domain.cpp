#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_public_suffix_domain {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (!cookie_rules::wants_public_suffix(context, cookie)) return;
    const std::string_view domain = cookie_rules::domain_of(cookie);
    Finding& finding = cookie_rules::at(sink, context, parsed, cookie.domain.text);
    finding.arguments.push_back(std::string(domain));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/public-suffix-domain",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A cookie is for all hosts under a public suffix and is refused",
        .message = "Browsers drop {0}: under {1} anybody can get a host.",
        .several = "Browsers drop {0} cookies, which are for all hosts under a public suffix: {1}.",
        .why = "A cookie for a whole suffix would go to the sites of strangers, so it is never "
               "stored.",
        .advice = "Leave Domain out, or name the site's own domain.",
        .references = {"https://publicsuffix.org/",
                       "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis"},
        .bad = "HTTP/1.1 200 OK\nSet-Cookie: id=1; Domain=.co.uk; Secure\n",
        .good = "HTTP/1.1 200 OK\nSet-Cookie: id=1; Domain=site.co.uk; Secure\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_public_suffix_domain
