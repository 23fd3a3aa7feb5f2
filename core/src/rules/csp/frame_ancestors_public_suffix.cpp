#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_frame_ancestors_public_suffix {

using namespace csp_rules;

/// Every try reads the whole list.
constexpr int kMostTries = 100;

void check(const Context& context, Sink& sink) {
  if (context.attacks.allowed(Attack::FramedByHttps)) return;  // any site may: another rule says so
  const decide::PolicyDecision& by = context.attacks.by(Attack::FramedByHttps);
  if (by.directive == nullptr || by.directive->name != csp::DirectiveName::FrameAncestors) return;
  int tries_left = kMostTries;
  for (const csp::SourceExpression& token : by.policy->tokens_of(*by.directive)) {
    std::string_view platform;
    if (token.repeated || !is_public_wildcard(token, platform)) continue;
    if (tries_left-- == 0) return;
    const std::string origin = attackers_address(token);
    decide::Request request;
    request.type = decide::RequestType::FrameAncestors;
    request.url = origin;
    decide::PolicyDecision decision;
    if (!allowed_somewhere(context, request, decision)) continue;
    Finding& finding = sink.at(*by.policy, token.span);
    finding.arguments = {std::string(token.text), platform.empty() ? "" : " at " + std::string(platform)};
    offer_fix(finding, "Remove this source", Applicability::Suggestion,
              remove_tokens(*by.policy, *by.directive, {&token}));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/frame-ancestors-public-suffix",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Hosts that anybody can register may frame the page",
        .message = "{0} in frame-ancestors covers hosts that anybody can register{1}.",
        .why = "The attacker registers a host under the suffix, frames the page there and steals "
               "clicks (clickjacking).",
        .advice = "Name the exact hosts.",
        .references = {"https://publicsuffix.org/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/frame-ancestors"},
        .bad = "frame-ancestors 'self' https://*.github.io",
        .good = "frame-ancestors 'self' https://your-project.github.io",
    },
    check,
};

}  // namespace headstrong::rules::csp_frame_ancestors_public_suffix
