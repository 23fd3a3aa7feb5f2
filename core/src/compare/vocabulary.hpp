// The words of two sets of policies from which requests are built that may tell them apart.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "compare/hosts.hpp"
#include "decide/policy_set.hpp"
#include "headers/csp/policy.hpp"
#include "headstrong/decide.hpp"

namespace headstrong::decide {

struct Vocabulary {
  /// Scheme and host sources; those that only one side has come first.
  std::vector<const csp::SourceExpression*> urls;
  std::size_t changed_urls = 0;  // how many of them are on one side only
  HostWords hosts;               // what each list says of the hosts; empty where `cut`
  std::vector<std::string_view> nonces;
  std::vector<std::string_view> hashes;  // "sha256-V", as written
  std::vector<std::string_view> names;   // of Trusted Types policies
  std::size_t tokens = 0;                // how many a decision may have to look at, both sides
  bool files = false;                    // some path is of a single file
  bool upgrades = false;                 // a side has upgrade-insecure-requests: what a redirect leads to may differ
  /// More than one list has a say, so that only all words together tell every difference.
  bool several = false;
  bool cut = false;  // there are more lists than were read
};

/// Whether both sets say the same, in the same order, about requests of one type. False does not
/// mean that they differ in effect.
bool says_the_same(const PolicySet& before, const PolicySet& after, RequestType type);

/// Gives the words that decide about requests of one type. Types that the same lists decide about
/// share them: in a policy of megabytes, reading them again for each would take longest.
class VocabularyReader {
 public:
  /// Both sets must outlive the reader.
  VocabularyReader(const PolicySet& before, const PolicySet& after) : before_(before), after_(after) {}

  /// Holds until the next call.
  const Vocabulary& of(RequestType type);

  /// Those that the last answer is of, first of one side, then, after a null, of the other.
  using Lists = std::vector<const ActiveDirective*>;
  const Lists& lists() const { return lists_; }

 private:
  const PolicySet& before_;
  const PolicySet& after_;
  Lists lists_;
  Vocabulary words_;
};

}  // namespace headstrong::decide
