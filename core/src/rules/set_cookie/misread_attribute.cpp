#include <string>
#include <string_view>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::set_cookie_misread_attribute {

using cookie_rules::ParsedCookie;

/// What somebody writes who wants to switch something off.
bool says_no(std::string_view value) {
  for (const std::string_view no : {"false", "0", "no", "off", "none", "null", "disabled"}) {
    if (text::iequals(value, no)) return true;
  }
  return false;
}

/// Attributes without a value: whatever one it gets, it is switched on.
void check_flag(const Context& context, Sink& sink, const ParsedCookie& parsed,
                const headers::CookieAttribute& attribute, std::string_view name) {
  if (!says_no(attribute.value)) return;
  Finding& finding = cookie_rules::at(sink, context, parsed, attribute.text);
  finding.arguments.insert(finding.arguments.end(), {std::string(attribute.text), std::string(name)});
  const http::Field& field = context.response.field(parsed.field);
  offer_fix(finding, "Remove the value", Applicability::Suggestion,
            replace_range(field, field.value.to_source(attribute.text), name));
}

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    check_flag(context, sink, parsed, cookie.secure, "Secure");
    check_flag(context, sink, parsed, cookie.http_only, "HttpOnly");
    check_flag(context, sink, parsed, cookie.partitioned, "Partitioned");
    if (cookie.path.value.empty() || cookie.path.value.front() == '/') return;
    Finding& finding = cookie_rules::at(sink, context, parsed, cookie.path.text);
    finding.arguments.insert(finding.arguments.end(), {std::string(cookie.path.text), "no Path at all"});
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/misread-attribute",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A cookie attribute doesn't do what its value says",
        .message = "Browsers read {1} of the cookie {0} as {2}.",
        .why =
            "Secure, HttpOnly and Partitioned count whatever value they have, and a Path that doesn't begin with / is "
            "replaced by the folder of the page's URL. The cookie is missing where you expect it.",
        .advice = "Leave Secure, HttpOnly or Partitioned out to switch it off, and begin Path with /.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: theme=dark; Path=app; Secure\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: theme=dark; Path=/app; Secure\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_misread_attribute
