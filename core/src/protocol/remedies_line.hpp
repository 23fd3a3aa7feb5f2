// One line of NDJSON: a request that is blocked in, what would let it through out (design section 3.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "headstrong/json.hpp"

namespace headstrong::report {

/// The answer to one line, JSON without a line break. A line has what a line of `decide` has, or a pasted
/// text ("text", "response") in place of the policies; and "browser" and "opens" (false: left out). `text`
/// stands for the line's own. Edits count in what "encoding" says, else in `encoding`.
std::string remedies_line(std::string_view json_line, Encoding encoding = Encoding::Utf8,
                          std::optional<std::string_view> text = std::nullopt);

}  // namespace headstrong::report
