// Policies that nobody wrote, made of the words that matter.
#pragma once

#include <string>

#include "support/random.hpp"

namespace headstrong::testing {

/// One to three directives, often those that decide about scripts, with up to five sources each.
std::string random_policy(Random& random);

/// Some bytes of the text changed, dropped, doubled or replaced by ones that parsers trip over.
std::string mutated(std::string text, Random& random);

}  // namespace headstrong::testing
