// Code that is meant to take violation reports, and refuses what browsers send.
#pragma once

#include <string_view>

#include "http/message.hpp"

namespace headstrong::http::code {

/// Notes the first place that reads a report by a function which looks at the request's type first and knows
/// application/json alone: Flask's get_json() and request.json, the json() parser of Express.
void note_report_receivers(std::string_view text, Paste& paste);

}  // namespace headstrong::http::code
