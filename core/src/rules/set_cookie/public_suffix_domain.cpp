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
        .title = "A cookie for a whole public suffix is refused",
        .message = "Browsers drop {0}, because anybody can register a host under {1}.",
        .several = "Browsers drop {0} cookies for whole public suffixes: {1}.",
        .why = "A cookie for a whole suffix would go to other people's sites, so browsers never "
               "store it.",
        .advice = "Remove Domain, or name the site's own domain.",
        .references = {"https://publicsuffix.org/",
                       "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis"},
        .bad = "HTTP/1.1 200 OK\nSet-Cookie: id=1; Domain=.co.uk; Secure\n",
        .good = "HTTP/1.1 200 OK\nSet-Cookie: id=1; Domain=site.co.uk; Secure\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_public_suffix_domain
