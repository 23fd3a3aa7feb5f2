// The `_headers` file of static hosts.
#pragma once

#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters {

/// One rule for every path, each field with its first value. The format has neither quotes nor
/// escapes: what it can't spell is the target's to refuse. `spelt` gives a value as it is written.
std::string headers_file(const TargetSpec& spec, const EmitCall& call, std::string (*spelt)(std::string_view));

}  // namespace headstrong::emitters
