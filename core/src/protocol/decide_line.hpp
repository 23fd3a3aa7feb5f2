// Verdicts as JSON lines (in and out as in wasm/contract.d.ts).
#pragma once

#include <string>
#include <string_view>

namespace headstrong::report {

/// Answers one line: {"page", "headers" or "policies", "xFrameOptions"?, "request"} gives one verdict
/// object; "requests" with an array in place of "request" gives an array of as many. What cannot be
/// understood gives {"error": "..."} in the verdict's place. Never contains a line break.
std::string decide_line(std::string_view json_line);

}  // namespace headstrong::report
