// Reporting-Endpoints (W3C Reporting): a dictionary of names and URLs.
#pragma once

#include <string_view>

#include "grammar/structured_field.hpp"

namespace headstrong::headers {

struct ReportingEndpoints {
  grammar::SfField field;
  std::string_view not_a_string;    // the first value that is no string, or the key of a bare one
  std::string_view relative;        // the first that Chromium takes for no URL: neither absolute nor /path
  std::string_view with_parameter;  // the first URL that has a parameter behind it: WebKit reads none of it
  bool any = false;                 // there is a URL
  bool usable = false;              // there is one that browsers send reports to
  std::string_view insecure;        // the first URL of plain http to another machine: browsers skip it

  /// Whether reports can be sent to an endpoint of that name.
  bool defines(std::string_view name) const;
};

/// Reads the joined value of all fields.
ReportingEndpoints parse_reporting_endpoints(std::string_view value);

}  // namespace headstrong::headers
