// A header set as text: what `harden` writes and `emit` reads.
#pragma once

#include <string>
#include <string_view>

#include "headstrong/header_set.hpp"

namespace headstrong::http {

/// Reads `Name: value` lines (blank lines between them are skipped, values keep everything but the
/// blanks around them), or a JSON array [["name","value"],...], exactly as it stands, where the first
/// character is '['. The result is empty, or a sentence that says what was not understood and where.
std::string read_header_set(std::string_view text, HeaderSet& headers);

/// The set as `Name: value` lines.
std::string header_set_lines(const HeaderSet& headers);

}  // namespace headstrong::http
