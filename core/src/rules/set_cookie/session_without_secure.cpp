#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"
#include "rules/strict_transport_security/helpers.hpp"

namespace headstrong::rules::set_cookie_session_without_secure {

using cookie_rules::ParsedCookie;

/// Whether Strict-Transport-Security keeps Chromium and Firefox from asking any host that gets the cookie over http.
bool is_covered(const Context& context, const headers::Cookie& cookie) {
  const auto* header = hsts_rules::in_force(context);
  if (header == nullptr || context.response.has_ip_host || header->header.max_age < hsts_rules::kHalfYear) return false;
  const std::string_view domain = cookie_rules::domain_of(cookie);
  if (domain.empty()) return true;
  return !header->header.subdomains.empty() && text::iequals(domain, context.response.host);
}

void check(const Context& context, Sink& sink) {
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    const headers::Cookie& cookie = parsed.cookie;
    if (!parsed.session || cookie.secure.present() || !cookie_rules::can_cross_unencrypted(context)) return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    const bool covered = is_covered(context, cookie);
    if (covered) finding.severity = Severity::Medium;
    finding.arguments.emplace_back(covered ? "; only Strict-Transport-Security keeps it off plain HTTP" : "");
    if (!context.response.https) return;  // browsers would drop it with Secure
    offer_fix(finding, "Add Secure", Applicability::Suggestion,
              append_to_field(context.response, parsed.field, "; Secure"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/session-without-secure",
        .header = "Set-Cookie",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A session cookie can be sent over plain HTTP",
        .message = "{0} looks like a session cookie and lacks Secure{1}.",
        .several = "{0} cookies look like session cookies and lack Secure: {1}.",
        .why =
            "An attacker on the same network puts an http image of your site on any page, and "
            "unless Strict-Transport-Security stops it, the browser sends the cookie unencrypted. Whoever reads it is signed in as the "
            "visitor.",
        .advice = "Serve the site over HTTPS and add Secure. Better still, name the cookie __Host-..., "
                  "with Path=/ and without Domain.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: sessionid=1f2e; Path=/; HttpOnly; SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_session_without_secure
