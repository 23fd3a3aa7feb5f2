#include <algorithm>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/listed.hpp"

namespace headstrong::rules::csp_browser_dependent_scripts {

using namespace csp_rules;

struct Case {
  Attack attack;
  decide::RequestType type;
  std::string_view url;
  std::string_view what;
};
constexpr Case kCases[] = {
    {Attack::InlineScript, decide::RequestType::InlineScript, "", "Inline scripts run"},
    {Attack::ScriptAttribute, decide::RequestType::ScriptAttribute, "", "Event handlers run"},
    {Attack::HttpsScript, decide::RequestType::Script, "https://attacker.example/x.js", "Scripts from any host run"},
    {Attack::DataScript, decide::RequestType::Script, "data:text/javascript,x", "Scripts in data: URLs run"}};

/// The source of the list by which one of the browsers allows the request; null where it is none.
const csp::SourceExpression* source_that_allows(const Context& context, const decide::Request& request,
                                                const csp::Directive& directive) {
  const decide::PreparedRequest prepared(request);
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    const decide::Decision decision = decide::decide(context.policies, prepared, profile);
    if (decision.allowed && decision.by.directive == &directive && decision.by.source != nullptr) {
      return decision.by.source;
    }
  }
  return nullptr;
}

void check(const Context& context, Sink& sink) {
  for (const Case& c : kCases) {
    const decide::PolicyDecision& by = context.attacks.by(c.attack);
    if (!context.attacks.differs(c.attack) || by.directive == nullptr) continue;
    decide::Request request;
    request.type = c.type;
    request.url = c.url;
    request.content = "attacker()";
    const std::vector<std::string_view> open = browsers_that_allow(context, request);
    std::vector<std::string_view> closed;
    decide::Browsers browsers = 0;
    for (const decide::Profile profile : decide::kProfiles) {
      const std::string_view name = decide::profile_title(profile);
      if (profile == decide::Profile::Spec) continue;
      if (std::find(open.begin(), open.end(), name) == open.end()) {
        closed.push_back(name);
      } else {
        browsers |= decide::browser(profile);
      }
    }
    const csp::SourceExpression* source = source_that_allows(context, request, *by.directive);
    Finding& finding = sink.at(*by.policy, source == nullptr ? by.directive->span : source->span);
    finding.browsers = browsers;
    finding.arguments = {std::string(c.what), text::listed(open), text::listed(closed),
                         source == nullptr ? "" : " because of " + std::string(source->text)};
    return;
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/browser-dependent-scripts",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Injected scripts run in some browsers only",
        .message = "{0} in {1}{3}, but the policy blocks them in {2}.",
        .why = "Browsers read this policy differently. A test in one browser shows a safe page "
               "while visitors with another are exposed.",
        .advice = "Remove the sources that only some browsers understand, so that all of them "
                  "agree.",
        .references = {"https://www.w3.org/TR/CSP3/#strict-dynamic-usage"},
        .bad = "script-src 'self'; script-src-attr 'unsafe-inline' 'strict-dynamic'",
        .good = "script-src 'self'; script-src-attr 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_browser_dependent_scripts
