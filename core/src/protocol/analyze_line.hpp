// Many analyses as JSON lines (design section 3.2).
#pragma once

#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"

namespace headstrong::report {

/// Answers one line: {"csp": "..."} or {"url"?, "status"?, "headers": [["name", "value"], ...]} gives
/// the summary of its report; what cannot be understood gives {"error": "..."}.
std::string analyze_line(std::string_view json_line, const AnalyzeOptions& options);

}  // namespace headstrong::report
