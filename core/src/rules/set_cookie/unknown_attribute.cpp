#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::set_cookie_unknown_attribute {

using cookie_rules::ParsedCookie;

/// Attributes of old specifications and of one browser: no mistakes, though most do nothing.
bool is_harmless(std::string_view name) {
  for (const std::string_view known : {"priority", "version", "comment", "sameparty"}) {
    if (text::iequals(name, known)) return true;
  }
  return false;
}

/// The attribute that is meant, where dropping everything but letters gives its name.
std::string_view meant(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (text::is(c, text::kAlpha)) letters += text::to_lower(c);
  }
  if (letters == "httponly" || letters == "httonly" || letters == "htttponly") return "HttpOnly";
  if (letters == "secured" || letters == "secure" || letters == "secureonly") return "Secure";
  if (letters == "samesite") return "SameSite";
  return {};
}

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    const std::string_view attribute = parsed.cookie.unknown_attribute;
    if (attribute.empty()) return;
    const std::string_view name = text::trim(attribute.substr(0, attribute.find('=')), text::kSpaceTab);
    if (is_harmless(name)) return;
    Finding& finding = cookie_rules::at(sink, context, parsed, attribute);
    finding.arguments.push_back(std::string(attribute));
    const std::string_view right = meant(name);
    if (right.empty()) return;
    finding.severity = Severity::Medium;
    const text::MappedText& value = context.response.field(parsed.field).value;
    offer_fix(finding, "Correct the attribute's spelling", Applicability::Suggestion,
              replace_range(context.response.field(parsed.field), value.to_source(name), right));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/unknown-attribute",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A cookie has an attribute that browsers don't know",
        .message = "Browsers ignore {1} of the cookie {0}.",
        .why = "A misspelled HttpOnly or SameSite protects nothing.",
        .advice = "Check the spelling: Secure, HttpOnly, SameSite, Path, Domain, Max-Age, Expires, "
                  "Partitioned.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: sid=1f2e; Path=/; Secure; HTTP-Only; SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_unknown_attribute
