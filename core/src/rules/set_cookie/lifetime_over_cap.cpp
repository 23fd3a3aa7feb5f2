#include <string>
#include <utility>

#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::set_cookie_lifetime_over_cap {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  constexpr std::int64_t kCap = 400 * cookie_rules::kDay;
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    std::string lives = cookie_rules::longer_than(context, cookie, kCap + cookie_rules::kDay);
    if (lives.empty()) return;
    const std::string_view written = cookie.max_age_seconds ? cookie.max_age.text : cookie.expires.text;
    cookie_rules::at(sink, context, parsed, written).arguments.push_back(std::move(lives));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/lifetime-over-cap",
        .header = "Set-Cookie",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "A cookie asks to live longer than browsers allow",
        .message = "{0} asks {1}, but Chromium and Firefox keep cookies for at most 400 days.",
        .several = "{0} cookies ask for more than the 400 days that Chromium and Firefox keep them: {1}.",
        .why = "These browsers cut every lifetime to 400 days. Safari (WebKit) cuts cookies set by scripts "
               "to seven.",
        .advice = "Ask for 400 days (Max-Age=34560000) or less, and set the cookie again while it "
                  "is in use.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: theme=dark; Max-Age=315360000; Path=/; Secure\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_lifetime_over_cap
