#include <string>
#include <string_view>

#include "data/redirectors.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_redirector {

using namespace csp_rules;

bool limits_by_path(const csp::SourceExpression& token) {
  return token.kind == csp::SourceKind::Host && !token.repeated && token.path().size() > 1;
}

/// The source whose path a redirect gets round: of several the first that is not the redirector's own.
const csp::SourceExpression* limited_by_path(const ScriptList& list, const csp::SourceExpression* redirector) {
  const csp::SourceExpression* found = nullptr;
  for (const csp::SourceExpression& token : list.policy->tokens_of(*list.directive)) {
    if (!limits_by_path(token)) continue;
    if (&token != redirector) return &token;
    found = &token;
  }
  return found;
}

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (context.attacks.allowed(Attack::HttpsScript) || !script_list(context, list)) return;
  if (limited_by_path(list, nullptr) == nullptr) return;
  for (const data::Redirector& redirector : data::kRedirectorTable) {
    decide::Request request;
    request.type = decide::RequestType::Script;
    request.url = redirector.address;
    decide::PolicyDecision by;
    if (!allowed_somewhere(context, request, by) || by.directive != list.directive || by.source == nullptr) continue;
    const csp::SourceExpression* limited = limited_by_path(list, by.source);
    Finding& finding = sink.at(*list.policy, by.source->span);
    finding.arguments = {std::string(by.source->text), std::string(limited->text)};
    if (limited != by.source) finding.related.push_back({limited->span, "any path on this host"});
    return;
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-redirector",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A redirect gets round the paths in the script list",
        .message = "{0} covers a service that redirects to other addresses, so the path in {1} doesn't limit anything.",
        .why = "Browsers don't compare paths after a redirect. The attacker points an injected script tag at the "
               "redirecting address, and it may lead to any file on every host in the list.",
        .advice = "Remove the redirecting host or narrow it to a path that doesn't redirect. Better, trust scripts by "
                  "nonce or hash instead of by host.",
        .references = {"https://www.w3.org/TR/CSP3/#source-list-paths-and-redirects"},
        .bad = "script-src 'self' https://cdn.site.example/app.js https://www.google.com/url",
        .good = "script-src 'self' https://cdn.site.example/app.js https://www.google.com/recaptcha/",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_redirector
