// The order HTTP Observatory puts source expressions in: Intl.Collator("en"), the CLDR root
// collation.
#pragma once

#include <string_view>

namespace headstrong::peers {

/// Below, at or above 0 as `a` comes before, with or after `b`. Both are lower case, so that only
/// primary weights matter. Exact for ASCII; of other characters, common punctuation has its place
/// and everything else comes after "z" in the order of code points.
int collate(std::string_view a, std::string_view b);

}  // namespace headstrong::peers
