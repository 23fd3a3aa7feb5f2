// What a change allows or blocks, in plain sentences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decide/compare_claims.hpp"

namespace headstrong::decide {

/// Claims of one sort that make one sentence together: they differ in the host, or in the nonce or
/// hash, but in nothing else.
struct Statement {
  std::vector<Claim> claims;
};

/// The claims grouped into statements, in their order.
std::vector<Statement> statements_of(const Universe& universe, const std::vector<Claim>& claims);

/// One sentence about all claims of the statement.
std::string sentence_of(const Statement& statement, const Universe& universe, RequestType type,
                        Change change);

/// "scripts", "images", ...
std::string_view resource_kind(RequestType type);

}  // namespace headstrong::decide
