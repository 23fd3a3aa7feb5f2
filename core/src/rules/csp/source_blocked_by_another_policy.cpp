#include <optional>
#include <string>
#include <vector>

#include "decide/engine.hpp"
#include "decide/request.hpp"
#include "headers/csp/token_fault.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_source_blocked_by_another_policy {

using namespace csp_rules;

/// The kind of request that a list decides about; None: none that one request could stand for.
std::optional<decide::RequestType> request_of(csp::DirectiveName name) {
  using csp::DirectiveName;
  using decide::RequestType;
  switch (name) {
    case DirectiveName::ImgSrc: return RequestType::Image;
    case DirectiveName::StyleSrc:
    case DirectiveName::StyleSrcElem: return RequestType::Style;
    case DirectiveName::ScriptSrc:
    case DirectiveName::ScriptSrcElem: return RequestType::Script;
    case DirectiveName::FontSrc: return RequestType::Font;
    case DirectiveName::ConnectSrc: return RequestType::Fetch;
    case DirectiveName::MediaSrc: return RequestType::Audio;
    case DirectiveName::FrameSrc: return RequestType::Iframe;
    case DirectiveName::ManifestSrc: return RequestType::Manifest;
    case DirectiveName::FormAction: return RequestType::FormAction;
    case DirectiveName::FrameAncestors: return RequestType::FrameAncestors;
    default: return std::nullopt;
  }
}

/// The kind of inline code that a nonce or hash in the list is for.
std::optional<decide::RequestType> inline_request_of(csp::DirectiveName name) {
  using csp::DirectiveName;
  switch (name) {
    case DirectiveName::DefaultSrc:
    case DirectiveName::ScriptSrc:
    case DirectiveName::ScriptSrcElem: return decide::RequestType::InlineScript;
    case DirectiveName::StyleSrc:
    case DirectiveName::StyleSrcElem: return decide::RequestType::InlineStyle;
    default: return std::nullopt;
  }
}

/// Every try reads a list of each policy.
constexpr int kMostTries = 128;
constexpr std::size_t kMostPolicies = 8;

/// Whether another enforced policy than `policy` blocks the request in every browser.
bool is_blocked_elsewhere(const Context& context, const csp::Policy& policy, const decide::Request& request) {
  const decide::PreparedRequest prepared(request);
  if (!prepared.error().empty()) return false;
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    const decide::Decision decision = decide::decide(context.policies, prepared, profile);
    if (decision.allowed || decision.by_x_frame_options || decision.by.policy == nullptr) return false;
    if (decision.by.policy == &policy) return false;
    // What the other one trusts by nonce, or through a script that it trusts, may well come from
    // here.
    const csp::Directive* list = decision.by.directive;
    if (list == nullptr || has_nonce_or_hash(*decision.by.policy, *list) ||
        find(*decision.by.policy, *list, csp::Keyword::StrictDynamic) != nullptr) {
      return false;
    }
  }
  return true;
}

/// Whether an address can stand for the source, to be asked about.
bool can_be_asked(const csp::SourceExpression& token) {
  return token.kind == csp::SourceKind::Host && !token.repeated && token.host() != "*" &&
         csp::fault_of(token) == csp::TokenFault::None;
}

/// False where no tries are left.
bool check_list(const Context& context, Sink& sink, const csp::Policy& policy, const csp::Directive& directive,
                decide::RequestType type, int& tries_left) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (!can_be_asked(token)) continue;
    if (tries_left-- == 0) return false;
    const bool wildcard = token.host().front() == '*';
    const std::string address = wildcard ? attackers_address(token) : address_on(token, token.host());
    decide::Request request;
    request.type = type;
    request.url = address;
    if (!is_blocked_elsewhere(context, policy, request)) continue;
    sink.at(policy, token.span).arguments = {std::string(token.text), std::string(directive.name_text)};
  }
  return true;
}

/// A nonce or hash lets inline code in only where every other policy does. False where no tries are left.
bool check_trusted_inline(const Context& context, Sink& sink, const csp::Policy& policy,
                          const csp::Directive& directive, int& tries_left) {
  const std::optional<decide::RequestType> type = inline_request_of(directive.name);
  if (!type) return true;
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    const bool is_nonce = token.kind == csp::SourceKind::Nonce;
    if ((!is_nonce && token.kind != csp::SourceKind::Hash) || token.repeated) continue;
    if (tries_left-- == 0) return false;
    decide::Request request;
    request.type = *type;
    if (is_nonce) {
      request.nonce = token.value();
      request.content = "x";
    } else {
      request.content_hash = token.text.substr(1, token.text.size() - 2);
    }
    if (!is_blocked_elsewhere(context, policy, request)) continue;
    const std::string_view what = *type == decide::RequestType::InlineStyle ? "inline styles" : "inline scripts";
    sink.at(policy, token.span).arguments = {
        std::string(what) + (is_nonce ? " with " : " of ") + std::string(token.text), std::string(directive.name_text)};
  }
  return true;
}

void check(const Context& context, Sink& sink) {
  const std::vector<csp::Policy>& policies = context.response.policies;
  if (policies.size() < 2 || policies.size() > kMostPolicies) return;
  int tries_left = kMostTries;
  for (const csp::Policy& policy : policies) {
    if (!is_enforced(policy)) continue;
    for (const csp::Directive& directive : policy.directives) {
      if (directive.duplicate) continue;
      if (!check_trusted_inline(context, sink, policy, directive, tries_left)) return;
      const std::optional<decide::RequestType> type = request_of(directive.name);
      if (!type) continue;
      // Scripts that carry a nonce or are trusted by a script that runs need no source.
      const bool trusts =
          has_nonce_or_hash(policy, directive) || find(policy, directive, csp::Keyword::StrictDynamic) != nullptr;
      if (!trusts && !check_list(context, sink, policy, directive, *type, tries_left)) return;
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/source-blocked-by-another-policy",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Another policy blocks a listed source",
        .message = "Another policy of the response blocks {0} in {1}.",
        .several = "Other policies of the response block {0} listed sources: {1}.",
        .why = "Browsers enforce each policy separately, and a request has to pass all of them. "
               "The list reads as if the source worked, but no browser uses it.",
        .advice = "Send one policy, or list the source in each of them.",
        .references = {"https://www.w3.org/TR/CSP3/#multiple-policies"},
        .bad = "img-src 'self' https://images.example, default-src 'self'",
        .good = "img-src 'self' https://images.example, script-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_source_blocked_by_another_policy
