// Applying what the core offers, and checking what every offer must be.
#pragma once

#include <string>
#include <string_view>

#include "headstrong/report.hpp"

namespace headstrong::testing {

/// Why the edits of a fix cannot be applied to a text of that size; empty where they can: in order,
/// without overlap, within bounds, and not empty altogether.
std::string fault_of(const Fix& fix, std::string_view text);

/// The text after the fix.
std::string apply(const Fix& fix, std::string_view text);

/// Why a report is not sound; empty where it is. Every span lies within the text and on the edges of
/// well-formed code points, every fix can be applied, scores are 0 to 100 and letters fit them.
std::string fault_of(const Report& report);

}  // namespace headstrong::testing
