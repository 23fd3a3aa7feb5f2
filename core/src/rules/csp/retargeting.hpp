// Scripts that an injected <base> points to an attacker's host, and that run all the same: three rules need to know.
#pragma once

#include <string>

#include "rules/csp/helpers.hpp"

namespace headstrong::rules::csp_rules {

/// The token by which a script from anywhere would be trusted, if the page asks for it: its nonce,
/// or a hash of a script that may load more.
inline const csp::SourceExpression* trusted_from_anywhere(const Context& context, const ScriptList& list) {
  const csp::SourceExpression* nonce = find(*list.policy, *list.directive, csp::SourceKind::Nonce);
  const csp::SourceExpression* hash = find(*list.policy, *list.directive, csp::SourceKind::Hash);
  if (nonce == nullptr && hash == nullptr) return nullptr;
  decide::Request request;
  request.type = decide::RequestType::Script;
  request.url = "https://attacker.example/x.js";
  if (nonce != nullptr) request.nonce = nonce->value();
  request.parser_inserted = nonce != nullptr;
  decide::PolicyDecision by;
  if (!allowed_somewhere(context, request, by)) return nullptr;
  return nonce != nullptr ? nonce : hash;
}

/// How an injected <base> brings in the attacker's scripts.
struct Retargeting {
  ScriptList scripts;
  const csp::SourceExpression* trusted = nullptr;  // in the script list; null where there is no such way
  const csp::SourceExpression* source = nullptr;   // in base-uri; null where no policy has one
  std::string address;
};

inline Retargeting retargeting(const Context& context) {
  Retargeting found;
  if (context.attacks.allowed(Attack::HttpsScript) || !script_list(context, found.scripts)) return found;
  const decide::PolicyDecision& base = context.attacks.by(Attack::BaseUri);
  found.address = "any host";
  found.source = context.attacks.allowed(Attack::BaseUri)
                     ? base.source
                     : open_to_strangers(context, base, decide::RequestType::BaseUri, found.address);
  if (found.source == nullptr && !context.attacks.allowed(Attack::BaseUri)) return found;
  found.trusted = trusted_from_anywhere(context, found.scripts);
  return found;
}

}  // namespace headstrong::rules::csp_rules
