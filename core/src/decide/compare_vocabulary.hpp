// The words of two sets of policies from which requests are built that may tell them apart.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "decide/policy_set.hpp"
#include "headers/csp/policy.hpp"
#include "headstrong/decide.hpp"

namespace headstrong::decide {

struct Vocabulary {
  /// Scheme and host sources; those that only one side has come first.
  std::vector<const csp::SourceExpression*> urls;
  std::size_t changed_urls = 0;  // how many of them are on one side only
  std::vector<std::string_view> nonces;
  std::vector<std::string_view> hashes;  // "sha256-V", as written
  std::vector<std::string_view> names;   // of Trusted Types policies
  std::size_t tokens = 0;                // how many a decision may have to look at, both sides
  /// More than one list has a say, so that only all words together tell every difference.
  bool several = false;
  bool cut = false;  // there are more lists than were read
};

/// Whether both sets say the same, in the same order, about requests of one type. False does not
/// mean that they differ in effect.
bool says_the_same(const PolicySet& before, const PolicySet& after, RequestType type);

/// The words that decide about requests of one type.
Vocabulary vocabulary_of(const PolicySet& before, const PolicySet& after, RequestType type);

}  // namespace headstrong::decide
