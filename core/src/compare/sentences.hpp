// What a change allows or blocks, in plain sentences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compare/generalise.hpp"

namespace headstrong::decide {

/// Claims that make one sentence together: they differ in the place alone.
struct Statement {
  std::vector<Claim> claims;
  std::vector<std::uint32_t> attributes;  // holds with each of these: with several nonces, ...
};

/// The claims grouped into statements, in their order.
std::vector<Statement> statements_of(const TestRequests& requests, const std::vector<Claim>& claims);

/// One sentence about all claims of the statement.
std::string sentence_of(const Statement& statement, const TestRequests& requests, RequestType type, Change change);

/// "scripts", "images", ...
std::string_view resource_kind(RequestType type);

}  // namespace headstrong::decide
