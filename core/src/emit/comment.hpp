// Comments in what is emitted.
#pragma once

#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters {

/// `text` as comment lines of at most 100 columns, broken at blanks, each after `prefix`.
/// A line break in `text` begins a new line. No line ends with a backslash, which continues a line
/// in some languages, and none is longer than the shortest line that a target reads.
std::string comment_lines(std::string_view prefix, std::string_view text);

/// What anyone may have written, as text for a comment of that target: one line of valid UTF-8
/// without control or bidirectional characters, without the bytes that would end the comment or be
/// replaced in it, and not longer than a few sentences.
std::string comment_text(const TargetSpec& spec, std::string_view text);

/// The remarks on a field, as comment lines.
std::string remark_lines(const TargetSpec& spec, std::string_view prefix, const HeaderValues& field);

/// What every file begins with: who wrote it for which target, how its syntax is checked, and what is to be said of
/// the whole set.
std::string opening(const TargetSpec& spec, std::string_view prefix, const EmitCall& call);

/// The same as plain text, for targets whose comments are those of XML.
std::string opening_text(const TargetSpec& spec, const EmitCall& call);

/// Adds a comment at the end of a file, in the form in which it begins. False where it doesn't begin with opening().
bool append_comment(const TargetSpec& spec, std::string_view text, std::string& file);

}  // namespace headstrong::emitters
