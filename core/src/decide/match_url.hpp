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
  bool redirected = false;   // the path no longer counts
  bool navigation = false;   // a frame, an object as a frame, or a form: some engines judge these apart
  bool opaque_self = false;  // the page's origin is taken for opaque (sandboxed-self-is-https)
};

/// The first token of `directive` that the URL matches, as an index into csp::Policy::tokens, or
/// -1.
std::int64_t match_url(const PolicySet& set, const ActivePolicy& policy, const ActiveDirective& directive,
                       const Target& target, const ProfileTraits& traits);

/// Asks one list about many URLs.
class ListSearch {
 public:
  /// `policy` is one of the set's, and `directive` one of the policy's; all three outlive the search.
  ListSearch(const PolicySet& set, const csp::Policy& policy, const csp::Directive& directive);

  /// Every token of the list that the URL matches in some browser; valid until the next call.
  const std::vector<const csp::SourceExpression*>& matches(const grammar::Url& url);

 private:
  /// How one browser reads the list.
  struct Reading {
    const ActivePolicy* policy;
    const ActiveDirective* directive;
    const ProfileTraits* traits;
  };

  const PolicySet& set_;
  const csp::Policy& policy_;
  const csp::Directive& directive_;
  std::vector<Reading> readings_;
  std::vector<const csp::SourceExpression*> found_;
};

}  // namespace headstrong::decide
