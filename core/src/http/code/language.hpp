// Which language a text is written in that sets headers, by its words.
#pragma once

#include <optional>
#include <string_view>

#include "http/code/tokens.hpp"

namespace headstrong::http::code {

/// The language of a program, or of what one printed; none where nothing in the text looks like a header
/// that one sets. Says no at once of header lines and JSON.
std::optional<Language> language_of(std::string_view text);

}  // namespace headstrong::http::code
