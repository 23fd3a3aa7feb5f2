// Software that a response or its page tells of: what it needs of the headers (core/data/software.tsv).
#pragma once

#include <string_view>
#include <vector>

#include "data/software.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

/// The rows whose signs the response or the beginning of its page shows, in the order of the table.
std::vector<const data::Software*> software_seen(const model::ResponseModel& model, std::string_view page);

}  // namespace headstrong::hardening
