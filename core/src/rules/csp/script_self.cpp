#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_self {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::SelfScript);
  if (by == nullptr || !by->source->is(csp::Keyword::Self)) return;
  sink.at(*by->policy, by->source->span).arguments = {std::string(by->directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-self",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Every file on the site can run as a script",
        .message = "'self' in {0} trusts every file on the site as a script.",
        .why = "Trusting 'self' is fine for most sites. It fails where the site serves what others wrote "
               "(uploads, JSONP, error pages that repeat the URL), because an injected script tag "
               "can point there.",
        .advice = "Serve uploads from another host, send X-Content-Type-Options: nosniff, or trust "
                  "scripts by nonce.",
        .references = {"https://www.w3.org/TR/CSP3/#strict-csp",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#self"},
        .bad = "script-src 'self'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_self
