// Why a browser may have blocked what the policies at hand allow.
#pragma once

#include <string>

#include "decide/policy_set.hpp"
#include "headstrong/decide.hpp"

namespace headstrong::decide {

/// Whether the verdict is what the browser said, of policies that have what it quotes.
bool stops_as_told(const PolicySet& set, const Told& told, const Verdict& verdict);

/// One sentence, or nothing where the verdict agrees with what the browser said and the policies have what it
/// quotes.
std::string likely_cause(const PolicySet& set, const Told& told, const Request& request, const Verdict& verdict);

}  // namespace headstrong::decide
