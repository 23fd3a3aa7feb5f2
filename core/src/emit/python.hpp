// Header values as Python expressions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters::python {

/// A str whose code points are the value's bytes; `nonce` is the expression that gives the nonce.
std::string value(std::string_view text, std::string_view nonce);

/// A list of (name, value) tuples, one a line after its remarks, each line indented by `indent`.
std::string tuples(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce,
                   std::string_view indent);

/// The names in `fields` that replace what the application set, as a tuple expression.
std::string tuple_of_replaced(std::span<const HeaderValues> fields);

}  // namespace headstrong::emitters::python
