// Questions and answers as lines of JSON, which is what the program's --ndjson and the module take.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"

namespace headstrong {

/// Answers one line: {"csp": "..."} or {"url"?, "status"?, "headers": [["name", "value"], ...]} gives
/// the summary of its report; what cannot be understood gives {"error": "..."} (design section 3.2).
std::string analyze_line(std::string_view json_line, const AnalyzeOptions& options);

/// Answers one line: {"page", "headers" or "policies", "xFrameOptions"?, "request"} gives one verdict
/// object; "requests" with an array in place of "request" gives an array of as many. What cannot be
/// understood gives {"error": "..."} in the verdict's place. Never contains a line break. In and out as in
/// wasm/contract.d.ts (design section 3.4).
std::string decide_line(std::string_view json_line);

/// What would let a blocked request through: the answer to one line, JSON without a line break. A line has
/// what a line of `decide_line` has, or a pasted text ("text", "response") in place of the policies; and
/// "browser" and "opens" (false: left out). `text` stands for the line's own. Edits count in what "encoding"
/// says, else in `encoding` (design section 3.2).
std::string remedies_line(std::string_view json_line, Encoding encoding = Encoding::Utf8,
                          std::optional<std::string_view> text = std::nullopt);

}  // namespace headstrong
