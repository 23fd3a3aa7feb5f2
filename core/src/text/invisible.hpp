// Characters that do not show, or that change how the text around them shows.
#pragma once

#include <cstddef>
#include <string_view>

namespace headstrong::text {

/// The length of the character at s[at] where it is a control (C0, DEL, C1), a separator of lines or
/// paragraphs, a zero-width character or a mark that turns the direction of text (UAX 9, "Trojan Source");
/// 0 for every other, and for bytes that are no UTF-8.
std::size_t invisible_length(std::string_view s, std::size_t at);

/// Whether s begins with a blank that no grammar of headers knows: a no-break space and its like.
bool starts_with_odd_blank(std::string_view s);

/// The code point of the well-formed character of one to three bytes at s[at]; 0 for longer ones.
unsigned code_point_at(std::string_view s, std::size_t at);

}  // namespace headstrong::text
