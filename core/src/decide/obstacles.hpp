// What stops a request beside the policies, or changes where it goes.
#pragma once

#include <array>
#include <vector>

#include "decide/policy_set.hpp"
#include "decide/request.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/header_set.hpp"

namespace headstrong::decide {

/// Of a request that the policies allow in some browser: what else in the response stops it there
/// (mixed content, Cross-Origin-Embedder-Policy), where upgrade-insecure-requests sends it instead,
/// and whether no browser makes it at all.
std::vector<Obstacle> obstacles(const PolicySet& set, const PreparedRequest& request,
                                const std::vector<Header>& headers,
                                const std::array<bool, kProfileCount>& allowed);

}  // namespace headstrong::decide
