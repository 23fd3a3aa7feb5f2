#include <string>
#include <string_view>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_disjoint_policies {

using namespace csp_rules;

/// What the policies' lists would let a script element have: where it comes from, and its nonce.
struct Offers {
  std::vector<std::string> addresses;
  std::vector<std::string_view> nonces = {""};
  bool other = false;  // by something that no single request stands for
};

constexpr std::size_t kMostRequests = 256;  // each is put to every policy

/// Adds what the list offers. False where that is nothing, or 'self' alone, which may well be a host
/// of another list.
bool collect(const csp::Policy& policy, const csp::Directive& directive, Offers& out) {
  const std::size_t before = out.addresses.size() + out.nonces.size();
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    switch (token.kind) {
      case csp::SourceKind::Host:
        if (csp::fault_of(token) != TokenFault::None) break;
        out.addresses.push_back(token.host().front() == '*' ? attackers_address(token)
                                                            : address_on(token, token.host()));
        break;
      case csp::SourceKind::Nonce: out.nonces.push_back(token.value()); break;
      case csp::SourceKind::Scheme:
      case csp::SourceKind::Hash: out.other = true; break;
      // The rest names no script: 'self' and inline scripts are asked about by themselves, and what
      // 'strict-dynamic' lets in needs a script that runs first.
      default: break;
    }
  }
  return out.other || out.addresses.size() + out.nonces.size() > before;
}

/// Whether some script that a list names is allowed by all policies together; also where that can't
/// be told.
bool overlaps(const Context& context, const Offers& offers) {
  if (offers.other || (offers.addresses.size() + 1) * offers.nonces.size() > kMostRequests) return true;
  decide::PolicyDecision by;
  for (const std::string_view nonce : offers.nonces) {
    decide::Request request;
    request.nonce = nonce;
    request.type = decide::RequestType::InlineScript;
    request.content = "x";
    if (allowed_somewhere(context, request, by)) return true;
    request.type = decide::RequestType::Script;
    request.url = "https://attacker.example/x.js";
    if (allowed_somewhere(context, request, by)) return true;
    for (const std::string& address : offers.addresses) {
      request.url = address;
      if (allowed_somewhere(context, request, by)) return true;
    }
  }
  return false;
}

/// The list for script elements that the policy has.
const csp::Directive* script_list_of(const csp::Policy& policy) {
  for (const csp::DirectiveName name :
       {csp::DirectiveName::ScriptSrcElem, csp::DirectiveName::ScriptSrc, csp::DirectiveName::DefaultSrc}) {
    const csp::Directive* directive = policy.find(name);
    if (directive != nullptr) return directive;
  }
  return nullptr;
}

void check(const Context& context, Sink& sink) {
  const std::vector<csp::Policy>& policies = context.response.policies;
  if (policies.size() < 2 || context.attacks.allowed(Attack::SelfScript)) return;
  const csp::Policy* first = nullptr;
  Offers offers;
  int lists = 0;
  constexpr int kMostPolicies = 16;
  for (const csp::Policy& policy : policies) {
    if (!is_enforced(policy)) continue;
    const csp::Directive* directive = script_list_of(policy);
    if (directive == nullptr) continue;
    if (++lists > kMostPolicies || !collect(policy, *directive, offers)) return;
    if (first == nullptr) first = &policy;
  }
  if (lists < 2 || overlaps(context, offers)) return;
  const csp::Directive* directive = script_list_of(*first);
  sink.at(*first, directive->span).arguments = {std::string(directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/disjoint-policies",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "No script is allowed by all of the policies",
        .message = "Another policy of the response blocks every script that {0} allows.",
        .why = "Browsers enforce each policy separately, and a script runs only if all of them "
               "allow it. Lists with no source in common block every script, and so do two "
               "different nonces, because an element can carry only one.",
        .advice = "Send one policy, or make the lists overlap.",
        .references = {"https://www.w3.org/TR/CSP3/#multiple-policies"},
        .bad = "script-src https://a.site.example, script-src https://b.site.example",
        .good = "script-src https://a.site.example, script-src https://a.site.example "
                "https://b.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_disjoint_policies
