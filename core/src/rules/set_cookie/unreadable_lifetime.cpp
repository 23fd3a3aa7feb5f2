#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_unreadable_lifetime {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    const bool bad_max_age = cookie.max_age.present() && !cookie.max_age_seconds;
    const bool bad_expires = cookie.expires.present() && !cookie.expires_at;
    if (cookie.max_age_seconds && cookie.max_age.value.front() == '+') {
      Finding& finding = cookie_rules::at(sink, context, parsed, cookie.max_age.text);
      finding.browsers = decide::kInFirefox;
      finding.arguments.insert(finding.arguments.end(), {std::string(cookie.max_age.text), "Firefox ignores"});
      return;
    }
    // Either of the two is enough.
    if (!bad_max_age && !bad_expires) return;
    if (cookie.max_age_seconds || cookie.expires_at) return;
    const std::string_view written = bad_max_age ? cookie.max_age.text : cookie.expires.text;
    if (written.substr(written.find('=') + 1).empty()) return;
    Finding& finding = cookie_rules::at(sink, context, parsed, written);
    finding.arguments.insert(finding.arguments.end(), {std::string(written), "Browsers ignore"});
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/unreadable-lifetime",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A cookie's lifetime is malformed",
        .message = "{2} {1} of the cookie {0}: it is not a valid lifetime.",
        .why =
            "The cookie then ends with the browser session instead of when you meant it to. Browsers differ on odd spellings: Firefox takes Max-Age=- and -abc as expired, Chromium and Safari (WebKit) read +3600, and only Firefox reads dates such as 21/10/2037, 7:28 or 31 Feb.",
        .advice = "Write Max-Age in seconds, digits only, or Expires as in Wed, 21 Oct 2026 "
                  "07:28:00 GMT.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: theme=dark; Max-Age=30d; Path=/; Secure\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_unreadable_lifetime
