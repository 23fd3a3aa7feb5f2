// The requests that pasted messages and reports tell of, each judged by the policy that they bring.
#pragma once

#include <optional>
#include <vector>

#include "headstrong/report.hpp"
#include "http/message.hpp"

namespace headstrong {

/// Nothing where the paste tells of none. The views point into the paste and its source.
std::optional<std::vector<RequestSummary>> judge_told_requests(const http::Paste& paste);

}  // namespace headstrong
