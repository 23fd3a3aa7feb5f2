// Nonces, hashes, 'strict-dynamic' and the keywords: what a list says beyond URLs.
// (CSP3 sections 6.7.1 and 6.7.3; core/docs/matching.md sections 6 to 9)
#pragma once

#include <cstdint>

#include "decide/differences.hpp"
#include "decide/match_url.hpp"
#include "decide/policy_set.hpp"
#include "decide/request.hpp"

namespace headstrong::decide {

/// One deciding list as one profile sees it.
struct ListView {
  const PolicySet& set;
  const ActivePolicy& policy;
  const ActiveDirective& directive;
  const ProfileTraits& traits;

  const csp::Directive& written() const { return policy.policy->directives[directive.index]; }
  bool has(ListFact fact) const { return (directive.facts[static_cast<std::size_t>(traits.profile)] & fact) != 0; }
  /// The first token of that keyword that counts, as an index into csp::Policy::tokens, or -1.
  std::int64_t keyword(csp::Keyword keyword) const;
};

// Each returns the token that allows, as an index into csp::Policy::tokens, or -1 to block.

/// An external script.
std::int64_t match_script(const ListView& list, const PreparedRequest& request, const Target& target);
/// An external style sheet.
std::int64_t match_style(const ListView& list, const PreparedRequest& request, const Target& target);
/// An inline script or style, an attribute or a javascript: URL.
std::int64_t match_inline(const ListView& list, const PreparedRequest& request);
/// eval and its like; `trusted_types`: 'trusted-types-eval' counts, too.
std::int64_t match_eval(const ListView& list, bool trusted_types);
std::int64_t match_wasm_eval(const ListView& list);

}  // namespace headstrong::decide
