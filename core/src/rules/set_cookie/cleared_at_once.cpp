#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_cleared_at_once {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.clear_site_data;
  if (!header || !header->header.clears_cookies || !context.response.https) return;
  cookie_rules::each_set(context,
                         [&](const cookie_rules::ParsedCookie& parsed) { cookie_rules::at(sink, context, parsed); });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/cleared-at-once",
        .header = "Set-Cookie",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Likely,
        .title = "Clear-Site-Data removes a cookie of the same response",
        .message = "The response sets the cookie {0}, and its Clear-Site-Data tells browsers to remove all cookies.",
        .why = "Chromium removes the new cookie too, whichever header comes first; Firefox keeps it. A sign-in or a "
               "message that needs the cookie works in one browser only.",
        .advice = "Send the new cookie with a later response than the one that clears the others.",
        .references = {"https://www.w3.org/TR/clear-site-data/#fetch-integration",
                       "https://github.com/web-platform-tests/wpt/tree/master/clear-site-data"},
        .bad = "HTTP/1.1 200 OK\nClear-Site-Data: \"*\"\nSet-Cookie: theme=dark; Path=/; Secure\n",
        .good = "HTTP/1.1 200 OK\nClear-Site-Data: \"cache\"\nSet-Cookie: theme=dark; Path=/; Secure\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_cleared_at_once
