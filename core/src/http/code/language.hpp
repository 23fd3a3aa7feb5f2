// Which language a text is written in that sets headers, by its words.
#pragma once

#include <optional>
#include <string_view>

#include "http/code/tokens.hpp"

namespace headstrong::http::code {

/// The language of a program, or of what one printed; none where nothing in the text looks like a header
/// that one sets. Says no at once of header lines and JSON.
std::optional<Language> language_of(std::string_view text);

/// Where what a program printed begins: behind the command that started it, or behind "[src/main.rs:14:5] headers = "
/// of Rust's dbg!; 0 where neither stands before it.
std::size_t printed_start(std::string_view text);

}  // namespace headstrong::http::code
