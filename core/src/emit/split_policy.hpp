// A policy as the directives and words that CSP libraries want it in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstrong::emitters {

struct SplitDirective {
  std::string_view name;
  std::vector<std::string_view> words;
};

/// The directives of `policy`, if joining words with one blank and directives with `separator`
/// gives `policy` back, byte for byte, and no name occurs twice; otherwise nothing. Names consist
/// of lower-case letters, digits and '-', and begin with a letter; no word has a ',' .
std::optional<std::vector<SplitDirective>> split_policy(std::string_view policy, std::string_view separator);

}  // namespace headstrong::emitters
