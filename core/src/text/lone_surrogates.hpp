// JSON lets a string hold half of a surrogate pair (\ud83d alone), which is no character.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::text {

/// The same JSON with U+FFFD in place of each, as browsers read and hash it.
std::string without_lone_surrogates(std::string_view json);

}  // namespace headstrong::text
