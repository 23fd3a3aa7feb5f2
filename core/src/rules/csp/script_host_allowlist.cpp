#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_host_allowlist {

using namespace csp_rules;

/// Whether the token names one file rather than all that a host serves.
bool is_single_file(const csp::SourceExpression& token) {
  return !token.path().empty() && token.path().back() != '/';
}

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (context.reach.allowed(Attempt::HttpsScript) || !script_list(context, list)) return;
  if (find(*list.policy, *list.directive, csp::Keyword::StrictDynamic) != nullptr) return;
  for (const csp::SourceExpression& token : list.policy->tokens_of(*list.directive)) {
    if (token.kind != csp::SourceKind::Host || token.host() == "*" || is_single_file(token))
      continue;
    if (csp::fault_of(token) != TokenFault::None) continue;
    sink.at(*list.policy, token.span).arguments = {std::string(token.text),
                                                   std::string(list.directive->name_text)};
    return;
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-host-allowlist",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts are trusted by the host that serves them",
        .message = "{0} in {1} and the other hosts are trusted with all that they serve.",
        .why = "A list of hosts is as strong as the weakest file on any of them: one JSONP "
               "endpoint, one old library or one open redirect lets an injected script tag "
               "load the attacker's code. No such file is known here, which does not mean "
               "that there is none.",
        .advice = "Trust scripts by nonce or hash together with 'strict-dynamic', or give the "
                  "full path of each file.",
        .references = {"https://www.w3.org/TR/CSP3/#strict-csp",
                       "https://csp.withgoogle.com/docs/strict-csp.html"},
        .bad = "script-src 'self' https://static.site.example",
        .good = "script-src 'nonce-c2VjcmV0LW5vbmNlLWZvci15b3U=' 'strict-dynamic'; base-uri "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_host_allowlist
