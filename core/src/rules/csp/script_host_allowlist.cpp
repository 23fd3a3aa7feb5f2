#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_script_host_allowlist {

using namespace csp_rules;

/// Whether the token names one file rather than all that a host serves.
bool is_single_file(const csp::SourceExpression& token) { return !token.path().empty() && token.path().back() != '/'; }

/// Whether the token's host is a bare word, which is no site but something misspelled, or a machine
/// of the own network.
bool is_word(const csp::SourceExpression& token) {
  return token.scheme_end == 0 && token.host().find('.') == std::string_view::npos;
}

/// Whether the token's scheme is one by which scripts come over the network.
bool is_on_network(const csp::SourceExpression& token) {
  return token.scheme_end == 0 || text::iequals(token.scheme(), "https") || text::iequals(token.scheme(), "http");
}

/// Every try reads a list of each policy.
constexpr int kMostTries = 32;

/// Whether another policy of the response blocks what the token names, of which another rule tells.
bool is_blocked_elsewhere(const Context& context, const csp::SourceExpression& token, int& tries_left) {
  if (context.response.policies.size() < 2 || tries_left == 0) return false;
  --tries_left;
  const bool wildcard = token.host().front() == '*';
  const std::string url = wildcard ? attackers_address(token) : address_on(token, token.host());
  decide::Request request;
  request.type = decide::RequestType::Script;
  request.url = url;
  decide::PolicyDecision by;
  return !allowed_somewhere(context, request, by);
}

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (context.attacks.allowed(Attack::HttpsScript) || !script_list(context, list)) return;
  if (find(*list.policy, *list.directive, csp::Keyword::StrictDynamic) != nullptr) return;
  const csp::SourceExpression* first = nullptr;
  bool others = false;
  int tries_left = kMostTries;
  each_token(*list.policy, *list.directive, [&](const csp::SourceExpression& token) {
    if (token.kind != csp::SourceKind::Host || token.repeated || token.host() == "*") return;
    if (is_single_file(token) || is_word(token) || !is_on_network(token)) return;
    if (csp::fault_of(token) != TokenFault::None || is_blocked_elsewhere(context, token, tries_left)) return;
    if (first == nullptr) {
      first = &token;
    } else {
      others = true;
    }
  });
  if (first == nullptr) return;
  sink.at(*list.policy, first->span).arguments = {std::string(first->text) + (others ? " and other hosts" : ""),
                                                  std::string(list.directive->name_text)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-host-allowlist",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts are trusted by host",
        .message = "{1} trusts every file of {0} as a script.",
        .why = "A host list is only as strong as the weakest file on any of its hosts: one JSONP "
               "endpoint, old library or open redirect lets an injected script tag load the "
               "attacker's code. That nobody has reported one for a host doesn't mean it has none.",
        .advice = "Trust scripts by nonce or hash together with 'strict-dynamic', or give the full "
                  "path of each file.",
        .references = {"https://www.w3.org/TR/CSP3/#strict-csp", "https://csp.withgoogle.com/docs/strict-csp.html"},
        .bad = "script-src 'self' https://static.site.example",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A==' 'strict-dynamic'; base-uri "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_host_allowlist
