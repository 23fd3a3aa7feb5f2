// Report-To and NEL: JSON objects between commas (W3C Reporting API of 2018, Network Error Logging).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::headers {

struct ReportTo {
  bool is_json = false;
  bool incomplete = false;          // a group lacks max_age or endpoints, and is dropped
  bool insecure = false;            // an endpoint's URL begins with http:
  std::vector<std::string> groups;  // names of the complete groups

  bool defines(std::string_view group) const;
};

/// Reads the joined value of all fields.
ReportTo parse_report_to(std::string_view value);

/// The first object of the header, which is the one that counts.
struct Nel {
  bool is_json = false;
  bool has_report_to = false;
  bool has_max_age = false;
  bool removes = false;  // max_age 0
  std::string report_to;
};

Nel parse_nel(std::string_view value);

}  // namespace headstrong::headers
