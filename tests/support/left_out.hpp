// What a target wrote of a set, as its warnings tell.
#pragma once

#include "headstrong/emit.hpp"

namespace headstrong::testing {

/// The headers of `set` that `result`, the set in a target's language, does not say were left out.
HeaderSet without_left_out(HeaderSet set, const EmitResult& result);

}  // namespace headstrong::testing
