#include <algorithm>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_unsafe_inline {

using decide::Attack;

/// 'unsafe-inline' that some browser honours in the list that decided about `attack`, with its
/// effect not switched off by a nonce, a hash or 'strict-dynamic', nor by another policy.
const decide::PolicyDecision* honoured(const Context& context, Attack attack) {
  const decide::PolicyDecision& by = context.attacks.by(attack);
  if (!context.attacks.allowed(attack) || by.source == nullptr) return nullptr;
  return by.source->is(csp::Keyword::UnsafeInline) ? &by : nullptr;
}

/// The browsers in which such code runs; none where it does in all of them.
decide::Browsers browsers_with(const Context& context, decide::RequestType type) {
  if (context.trial) return 0;
  decide::Request request;
  request.type = type;
  request.content = "attacker()";
  const std::vector<std::string_view> open = csp_rules::browsers_that_allow(context, request);
  decide::Browsers browsers = 0;
  bool everywhere = true;
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    const bool runs = std::find(open.begin(), open.end(), decide::profile_title(profile)) != open.end();
    if (runs) browsers |= decide::browser(profile);
    everywhere &= runs;
  }
  return everywhere ? decide::Browsers{0} : browsers;
}

void report(const Context& context, Sink& sink, const decide::PolicyDecision& by, decide::RequestType type,
            std::string_view what) {
  Finding& finding = sink.at(*by.policy, by.source->span);
  finding.browsers = browsers_with(context, type);
  finding.arguments = {std::string(by.directive->name_text), std::string(what)};
  offer_fix(finding, "Remove 'unsafe-inline'", Applicability::Suggestion,
            remove_tokens(*by.policy, *by.directive, {by.source}));
}

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* elements = honoured(context, Attack::InlineScript);
  const decide::PolicyDecision* attributes = honoured(context, Attack::ScriptAttribute);
  if (elements != nullptr && attributes != nullptr && elements->source == attributes->source) {
    return report(context, sink, *elements, decide::RequestType::InlineScript, "inline script and event handler");
  }
  if (elements != nullptr) report(context, sink, *elements, decide::RequestType::InlineScript, "inline script");
  if (attributes != nullptr)
    report(context, sink, *attributes, decide::RequestType::ScriptAttribute, "event handler in the markup");
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-unsafe-inline",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Inline scripts are allowed",
        .message = "'unsafe-inline' in {0} lets every {1} run.",
        .why = "Most cross-site scripting is inline: a comment that says <script>...</script>, a "
               "name that says <img src=x onerror=...>. With 'unsafe-inline' such a script runs as "
               "if there were no policy.",
        .advice = "Give your inline scripts a fresh nonce in every response ('nonce-...') or list "
                  "their hashes, and move event handlers into script files. A nonce or hash next "
                  "to 'unsafe-inline' switches it off in every current browser.",
        .references = {"https://www.w3.org/TR/CSP3/#allow-all-inline",
                       "https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP#inline_javascript"},
        .bad = "script-src 'self' 'unsafe-inline'",
        .good = "script-src 'self' 'unsafe-inline' 'nonce-4AEemGb0xJoptIGF'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_unsafe_inline
