// Header values as JavaScript expressions.
#pragma once

#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters::javascript {

/// A string, or a template with `nonce` (an expression) in each nonce's place.
std::string value(std::string_view text, std::string_view nonce);

/// The value of the field: a string, or an array where the name occurs more than once.
std::string values(const HeaderValues& field, std::string_view nonce);

}  // namespace headstrong::emitters::javascript
