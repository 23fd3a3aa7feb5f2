#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_tab_in_cookie {

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const cookie_rules::ParsedCookie& parsed) {
    if (parsed.cookie.pair.find('\t') == std::string_view::npos) return;
    cookie_rules::at(sink, context, parsed, parsed.cookie.pair);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/tab-in-cookie",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "A tab keeps Chromium from storing a cookie",
        .message = "Chromium drops {0}, because its name or value contains a tab.",
        .why = "Whatever depends on the cookie fails for most visitors. Firefox stores it; "
               "WebKitGTK cuts it off at the tab.",
        .advice = "Encode the value (percent-encoding or base64).",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nSet-Cookie: note=a\tb; "
               "Path=/; Secure\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nSet-Cookie: note=a%09b; "
                "Path=/; Secure\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_tab_in_cookie
