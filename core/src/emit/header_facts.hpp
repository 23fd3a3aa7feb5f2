// Facts about header names that decide how a header set may be written.
#pragma once

#include <string_view>
#include <vector>

namespace headstrong::emitters {

/// Why a header of that name can't be set for every response; empty where it can.
std::string_view per_response_reason(std::string_view name);

/// Whether a header of that name says something of one response or one resource: how it is stored, what else it
/// loads, who may read it, whether it is indexed. It can be set for every response, and hardly ever should be.
bool is_own_of_response(std::string_view name);
/// The names of which that holds, and, with a "-" at the end, what such names begin with.
std::vector<std::string_view> own_of_response();

/// Whether a set protects as much without a header of that name: it tells of the server or of one response.
bool protects_nothing(std::string_view name);

/// Whether two fields of that name mean the same as one field "a, b" (RFC 9110 section 5.3).
bool is_list(std::string_view name);

/// Whether the application's own fields of that name must stay beside ours: removing them would
/// take away its cookies or cache keys.
bool is_additive(std::string_view name);

/// What PHP and others tell of themselves by. A server in front takes it away, unless the set has it.
inline constexpr std::string_view kPoweredBy = "X-Powered-By";

/// Content-Security-Policy or its report-only form.
bool is_policy(std::string_view name);

}  // namespace headstrong::emitters
