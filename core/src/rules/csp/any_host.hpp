// Lists that let every host in, and what is said of one of them once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"

namespace headstrong::rules::csp_rules {

/// A list by which scripts may come from every host; no tokens where there is none.
struct OpenScripts {
  ScriptList list;
  std::vector<const csp::SourceExpression*> broad;  // the tokens that mean every host
};

/// Whether the token means every host, whatever port or path it asks for.
inline bool means_every_host(const csp::SourceExpression& token) {
  const auto is_web = [](std::string_view scheme) {
    return scheme.empty() || text::iequals(scheme, "http") || text::iequals(scheme, "https");
  };
  if (token.kind == csp::SourceKind::Wildcard) return true;
  if (token.kind == csp::SourceKind::Scheme) return is_web(token.scheme());
  return token.kind == csp::SourceKind::Host && token.host() == "*" && is_web(token.scheme());
}

/// Whether a script from some host loads because of this token.
inline bool lets_scripts_in(const Context& context, const csp::SourceExpression& token) {
  if (context.attacks.allowed(Attack::HttpsScript) || context.attacks.allowed(Attack::HttpScript)) return true;
  if (token.kind != csp::SourceKind::Host) return false;
  const std::string url = attackers_address(token);
  decide::Request request;
  request.type = decide::RequestType::Script;
  request.url = url;
  decide::PolicyDecision by;
  return allowed_somewhere(context, request, by);
}

inline OpenScripts open_scripts(const Context& context) {
  OpenScripts open;
  if (!script_list(context, open.list)) return open;
  for (const csp::SourceExpression& token : open.list.policy->tokens_of(*open.list.directive)) {
    if (means_every_host(token)) open.broad.push_back(&token);
  }
  if (!open.broad.empty() && !lets_scripts_in(context, *open.broad.front())) open.broad.clear();
  return open;
}

/// Whether csp/script-any-host is raised of the same list: what its wide source lets in besides is said there.
inline bool is_said_of_scripts(const Context& context, const decide::PolicyDecision& by) {
  if (by.directive == nullptr || !means_every_host(*by.source)) return false;
  const OpenScripts open = open_scripts(context);
  return !open.broad.empty() && open.list.directive == by.directive;
}

/// What else than scripts loads from every host by that list, in words behind "an attacker's"; empty where nothing.
inline std::string others_let_in(const Context& context, const ScriptList& list) {
  static constexpr std::pair<Attack, std::string_view> kKinds[] = {{Attack::HttpsObject, "plugin content"},
                                                                   {Attack::HttpsStyle, "style sheets"},
                                                                   {Attack::HttpsFrame, "frames"},
                                                                   {Attack::HttpsImage, "images"},
                                                                   {Attack::HttpsConnect, "fetch()"}};
  std::vector<std::string_view> others;
  for (const auto& [attack, words] : kKinds) {
    const decide::PolicyDecision* by = allowed_by_source(context, attack);
    if (by != nullptr && by->directive == list.directive && means_every_host(*by->source)) others.push_back(words);
  }
  return others.empty() ? std::string() : "; the same goes for " + text::listed(others);
}

}  // namespace headstrong::rules::csp_rules
