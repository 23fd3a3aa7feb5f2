#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"

namespace headstrong::rules::set_cookie_session_in_shared_cache {

using cookie_rules::ParsedCookie;

void check(const Context& context, Sink& sink) {
  const auto& caching = context.response.typed.cache_control;
  if (!caching || !caching->header.may_be_shared()) return;
  cookie_rules::each_set(context, [&](const ParsedCookie& parsed) {
    if (!parsed.session) return;
    Finding& finding = cookie_rules::at(sink, context, parsed);
    // Without that word a cache may store it all the same, but the site has not asked for it.
    if (!caching->header.openly_reused()) finding.severity = Severity::Medium;
    finding.arguments.push_back(std::string(caching->value.text()));
    offer_fix(finding, "Send Cache-Control: private, no-cache", Applicability::Suggestion,
              replace_header(context.response, http::HeaderName::CacheControl, "private, no-cache"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/session-in-shared-cache",
        .header = "Set-Cookie",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A shared cache may serve one visitor's session to others",
        .message = "{0} looks like a session cookie, and Cache-Control: {1} lets shared caches "
                   "store the response.",
        .why = "Set-Cookie alone doesn't prevent caching, and a lifetime allows it even without the "
               "word public. A proxy or CDN that stores the response signs everybody in as the "
               "visitor who fetched it first.",
        .advice = "Send Cache-Control: private, no-cache or no-store with responses that set a "
                  "session.",
        .references = {"https://www.rfc-editor.org/rfc/rfc9111#section-3",
                       "https://www.rfc-editor.org/rfc/rfc9111#section-7.3"},
        .bad = "HTTP/1.1 200 OK\n"
               "Cache-Control: public, max-age=600\n"
               "Set-Cookie: __Host-sid=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
        .good = "HTTP/1.1 200 OK\n"
                "Cache-Control: no-store\n"
                "Set-Cookie: __Host-sid=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_session_in_shared_cache
