// Words of a paste as they may be shown: on a terminal, in Markdown, in a log.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::report {

/// `s` as one line that no terminal acts on and that reads in the order of its characters: control
/// characters (C0, DEL, C1), line and paragraph separators, and marks that turn the direction of
/// text are written as escapes such as \x1b and \u202e. Bytes that are no UTF-8 become U+FFFD.
std::string shown(std::string_view s);

/// The number of bytes at s[at] that `shown` would escape, 0 where they may be shown as they are.
std::size_t hidden_length(std::string_view s, std::size_t at);

}  // namespace headstrong::report
