// Where a peer says otherwise than we do, why.
#pragma once

#include <vector>

#include "headstrong/report.hpp"

namespace headstrong {

/// Notes on what the peers answer otherwise than the report's findings and grade do, with the words of
/// the paste. `report` has its findings, its grade and the peers' answers; nothing where it lacks these.
std::vector<peers::Note> explain_disagreements(const Report& report);

}  // namespace headstrong
