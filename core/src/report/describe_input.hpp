// Says in words what was read.
#pragma once

#include <string_view>

#include "headstrong/report.hpp"
#include "http/message.hpp"

namespace headstrong::report {

InputSummary describe_input(const http::Paste& paste, std::string_view source);
/// The summary of an input over kMaxInputBytes.
InputSummary describe_too_long(std::size_t bytes);

}  // namespace headstrong::report
