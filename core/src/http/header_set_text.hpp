// A header set as text: what `harden` writes and `emit` reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "headstrong/header_set.hpp"

namespace headstrong::http {

/// Reads `Name: value` lines (blank lines between them are skipped, values keep everything but the
/// blanks around them), or, exactly as they stand, a JSON array [["name","value"],...] where the
/// first character is '[', and where it is '{' what `harden --format json` prints: an object with
/// such an array as "headers", and "changes" that become notes. The result is empty, or a sentence
/// that says what was not understood and where.
std::string read_header_set(std::string_view text, HeaderSet& headers,
                            std::vector<HeaderNote>& notes);

/// The set as `Name: value` lines.
std::string header_set_lines(const HeaderSet& headers);

}  // namespace headstrong::http
