#include <string>
#include <utility>

#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_long_lifetime {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  constexpr std::int64_t kThreeMonths = 90 * cookie_rules::kDay;
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    if (!parsed.session) return;
    const headers::Cookie& cookie = parsed.cookie;
    std::string lives = cookie_rules::longer_than(context, cookie, kThreeMonths);
    if (lives.empty()) return;
    const std::string_view written = cookie.max_age_seconds ? cookie.max_age.text : cookie.expires.text;
    Finding& finding = cookie_rules::at(sink, context, parsed, written);
    finding.arguments.push_back(std::move(lives));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/long-lifetime",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A session cookie lives for months",
        .message = "{0} looks like a session cookie and asks {1}.",
        .several = "{0} session cookies live for a long time: {1}.",
        .why = "A session that was stolen, or left behind on a shared computer, stays valid that "
               "long.",
        .advice = "End sessions with the browser, or after hours or days, and renew them while "
                  "they are in use.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: session=1f2e; Max-Age=31536000; Path=/; Secure; HttpOnly; SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_long_lifetime
