// The `_headers` file of static hosts.
#pragma once

#include <span>
#include <string>

#include "emit/target.hpp"

namespace headstrong::emitters {

/// One rule for every path, each field with its first value. The format has neither quotes nor
/// escapes: what it can't spell is the target's to refuse.
std::string headers_file(const TargetSpec& spec, std::span<const Field> fields);

}  // namespace headstrong::emitters
