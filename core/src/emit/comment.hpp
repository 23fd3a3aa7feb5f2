// The comment at the head of a generated file.
#pragma once

#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters {

/// `text` as comment lines of at most 100 columns, broken at blanks, each after `prefix`.
/// A line break in `text` begins a new line.
std::string comment_lines(std::string_view prefix, std::string_view text);

/// What every file begins with: who wrote it for which target, how its syntax is checked, and which
/// responses it reaches.
std::string banner(const TargetSpec& spec, std::string_view prefix);

/// The same as plain text, for targets whose comments are not line by line.
std::string banner_text(const TargetSpec& spec);

}  // namespace headstrong::emitters
