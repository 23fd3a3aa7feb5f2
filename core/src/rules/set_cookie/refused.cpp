#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_refused {

std::string_view reason(const headers::Cookie& cookie) {
  switch (cookie.dropped) {
    case headers::Cookie::Dropped::ControlCharacter: return "it holds a control character";
    case headers::Cookie::Dropped::Empty: return "it has no name and no value";
    case headers::Cookie::Dropped::TooLong: return "name and value are longer than 4,096 bytes";
    case headers::Cookie::Dropped::PrefixWithoutName:
      return headers::cookie_prefix(cookie.value) != headers::CookiePrefix::None
                 ? "it has no name, and its value begins with a protected prefix"
                 : "it has no name, and its value holds an equals sign";
    case headers::Cookie::Dropped::BadDomain: return "its Domain is a dot";
    case headers::Cookie::Dropped::No: break;
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  for (const headers::ParsedCookie& parsed : context.response.typed.cookies) {
    if (parsed.cookie.dropped == headers::Cookie::Dropped::No) continue;
    Finding& finding = sink.at(parsed.field);
    const bool everywhere = parsed.cookie.dropped == headers::Cookie::Dropped::BadDomain;
    if (everywhere) finding.browsers = 0;
    finding.arguments = {std::string(reason(parsed.cookie)), everywhere ? "All browsers" : "Chromium and Firefox"};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/refused",
        .header = "Set-Cookie",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium | decide::kInFirefox,
        .title = "A cookie is refused",
        .message = "{1} drop this cookie: {0}.",
        .why = "They don't store it, so whatever depends on it fails. Of cookies with other faults than "
               "the Domain, WebKitGTK keeps some, cut off at the fault.",
        .advice = "Send a name and a value of at most 4,096 bytes together, without control "
                  "characters. Leave Domain out, or name your site in it.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: ; Path=/; Secure\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_refused
