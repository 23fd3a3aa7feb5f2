// Does a URL match a source list? (CSP3 section 6.7.2; core/docs/matching.md sections 2 to 5)
#pragma once

#include <cstdint>
#include <vector>

#include "decide/differences.hpp"
#include "decide/policy_set.hpp"
#include "grammar/url.hpp"

namespace headstrong::decide {

/// The URL under test.
struct Target {
  const grammar::Url& url;
  bool redirected = false;  // the path no longer counts
  bool navigation =
      false;  // a frame, an object as a frame, or a form: some engines judge these apart
  bool opaque_self = false;  // the page's origin is taken for opaque (sandboxed-self-is-https)
};

/// The first token of `directive` that the URL matches, as an index into csp::Policy::tokens, or
/// -1.
std::int64_t match_url(const PolicySet& set, const ActivePolicy& policy,
                       const ActiveDirective& directive, const Target& target,
                       const ProfileTraits& traits);

/// Every token of the list that the URL matches in some browser. `policy` is one of the set's, and
/// `directive` one of the policy's.
std::vector<const csp::SourceExpression*> all_matches(const PolicySet& set,
                                                      const csp::Policy& policy,
                                                      const csp::Directive& directive,
                                                      const grammar::Url& url);

}  // namespace headstrong::decide
