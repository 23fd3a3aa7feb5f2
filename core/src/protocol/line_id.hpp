// What a line of NDJSON calls itself, repeated in its answer.
#pragma once

#include <string>

#include "text/json.hpp"

namespace headstrong::protocol {

/// The answer with the line's "id" at its end, as it was written there, where both are objects and the line
/// has one. What is not ASCII is escaped: an answer is shown on terminals.
std::string with_id(std::string answer, const text::JsonValue& line);

}  // namespace headstrong::protocol
