// What could be written into a list for one request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "headstrong/decide.hpp"

namespace headstrong::advise {

/// Source expressions that stand for the request alone or for more and more, the narrowest first; several
/// words where one is not enough. `sandboxed`: it is a sandbox that stands in the way.
std::vector<std::string> sources_for(const decide::Request& request, std::string_view page, bool sandboxed, bool hosts);

}  // namespace headstrong::advise
