// What stops a request beside the policies, or changes where it goes.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "decide/policy_set.hpp"
#include "decide/request.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/header_set.hpp"

namespace headstrong::decide {

/// Of a request that the policies allow in some browser: what else in the response stops it there
/// (mixed content, Cross-Origin-Embedder-Policy, nosniff where the request is for the response itself),
/// where upgrade-insecure-requests sends it instead, and whether no browser makes it at all. `page` is
/// the page's URL as it was given; of an unknown one, empty, nothing is said that hangs on it.
std::vector<Obstacle> obstacles(const PolicySet& set, std::string_view page, const PreparedRequest& request,
                                const std::vector<Header>& headers, const std::array<bool, kProfileCount>& allowed);

}  // namespace headstrong::decide
