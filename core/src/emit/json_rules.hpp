// Headers as hosts take them in JSON: a list of keys and values under a pattern of paths.
#pragma once

#include <string>
#include <string_view>

#include "emit/target.hpp"

namespace headstrong::emitters {

inline constexpr std::string_view kStaticNonce =
    "the host sends everyone the same, so there can be no nonce; use hashes, or set the header where the "
    "page is generated";

/// {"headers": [{"source": pattern, "headers": [{"key", "value"}, ...]}]}, each line behind `indent`.
std::string json_rules(const EmitCall& call, std::string_view pattern, std::string_view indent);

}  // namespace headstrong::emitters
