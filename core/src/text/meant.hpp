// Which of our names somebody meant who typed another word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::text {

struct Named {
  std::string_view id;
  std::string_view aliases;  // other words for it, separated by spaces
};

/// The end of a sentence that refuses `asked`: "; did you mean 'nginx'?" with up to three of those that have the word as an
/// alias, or else the one whose id is nearest. Empty where none is near.
std::string did_you_mean(std::string_view asked, const std::vector<Named>& known);

}  // namespace headstrong::text
