#include <optional>
#include <string_view>

#include "grammar/http_date.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_unreadable_lifetime {

using cookie_rules::ParsedCookie;

/// What browsers do with an attribute that is not as the draft wants it, and which of them.
struct Reading {
  const headers::CookieAttribute* attribute = nullptr;
  decide::Browsers browsers = 0;
  std::string_view words = "browsers ignore it";
};

constexpr decide::Browsers kNotInFirefox = decide::kInChromium | decide::kInWebKit;

std::optional<Reading> reading_of(const headers::Cookie& cookie) {
  if (cookie.max_age_seconds) {
    if (cookie.max_age.value.front() != '+') return std::nullopt;
    return Reading{&cookie.max_age, decide::kInFirefox, "Firefox ignores it"};
  }
  // Either of the two is enough.
  if (cookie.expires_at) return std::nullopt;
  if (!cookie.max_age.value.empty()) {
    if (cookie.max_age.value.front() != '-') return Reading{&cookie.max_age};
    return Reading{&cookie.max_age, 0, "Firefox deletes the cookie, other browsers ignore the attribute"};
  }
  if (cookie.expires.value.empty()) return std::nullopt;
  if (!grammar::only_firefox_reads_date(cookie.expires.value)) return Reading{&cookie.expires};
  return Reading{&cookie.expires, kNotInFirefox, "only Firefox reads it"};
}

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const std::optional<Reading> reading = reading_of(parsed.cookie);
    if (!reading) return;
    const std::string_view written = reading->attribute->text;
    Finding& finding = cookie_rules::at(sink, context, parsed, written);
    finding.browsers = reading->browsers;
    finding.arguments.insert(finding.arguments.end(), {std::string(written), std::string(reading->words)});
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
        .message = "{1} of the cookie {0} is not a valid lifetime: {2}.",
        .why =
            "A browser that ignores the lifetime keeps the cookie until the browser session ends, not until when you meant it to.",
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
