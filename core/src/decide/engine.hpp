// The decision: policies and a request in, a verdict and what decided it out.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "decide/policy_set.hpp"
#include "decide/request.hpp"
#include "headstrong/profile.hpp"

namespace headstrong::decide {

/// How one policy stands to a request. The pointers lead into the csp::Policy objects of the set.
struct PolicyDecision {
  bool allowed = true;
  csp::DirectiveName effective = csp::DirectiveName::Unknown;  // as a violation event names it
  const csp::Policy* policy = nullptr;
  const csp::Directive* directive = nullptr;      // whose list decided; null: none applies
  const csp::SourceExpression* source = nullptr;  // that matched, or the keyword that allowed
};

/// What the enforced policies make of a request together.
struct Decision {
  bool allowed = true;
  bool by_x_frame_options = false;  // no policy blocked it, X-Frame-Options did
  /// The first enforced policy that blocks; where allowed, the first enforced one with a directive
  /// for the request. `policy` is null where there is neither.
  PolicyDecision by;
};

/// Decides for one profile. Allocates nothing but the digests that `request` keeps.
Decision decide(const PolicySet& set, const PreparedRequest& request, Profile profile);

/// How one policy of the set, enforced or not, stands to the request. `index` counts
/// PolicySet::policies().
PolicyDecision decide_policy(const PolicySet& set, std::size_t index, const PreparedRequest& request, Profile profile);

/// The directives of which the first that a policy has decides, the one that violation events name
/// first; Unknown ends them. Requests that follow no such chain (prefetch) have it empty but for the first.
std::array<csp::DirectiveName, 4> chain_of(RequestType type);

/// The directives that have a say in requests of one type, in any profile.
struct GoverningDirectives {
  /// Of each chain the first directive that a policy has decides; Unknown fills a chain up.
  std::vector<std::array<csp::DirectiveName, 4>> chains;
  /// What changes verdicts without having a list for them.
  std::vector<csp::DirectiveName> beside;
};
GoverningDirectives governing_directives(RequestType type);

/// A type whose requests get the same verdicts from the same lists; often the type itself.
RequestType judged_as(const PolicySet& set, RequestType type);

/// Parses and decides in one go; a request that cannot be read is allowed.
bool allows(const PolicySet& set, const Request& request, Profile profile);

}  // namespace headstrong::decide
