// One finding a rule and header, however many places it has.
#pragma once

#include <vector>

#include "headstrong/report.hpp"
#include "model/response_model.hpp"

namespace headstrong::rules {

/// Joins the findings of one rule about one header: the first takes in the others as places, and its
/// fix mends all of them together, as far as their edits go together. `findings` are in the report's
/// order; what they say of absence has no place and stays as it is. Linear in findings and edits, but
/// for sorting.
void join_places(const model::ResponseModel& response, std::vector<Finding>& findings);

}  // namespace headstrong::rules
