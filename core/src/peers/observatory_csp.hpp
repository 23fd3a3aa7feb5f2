// HTTP Observatory's reading of Content-Security-Policy, and its test of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::peers {

struct ObservatoryCsp {
  std::string_view result;           // "csp-implemented-with-no-unsafe"; lives for ever
  bool has_frame_ancestors = false;  // in what was parsed, if anything was: it decides another test
};

/// `policies`: one entry a policy, in order. `report_only`: a Content-Security-Policy-Report-Only
/// header with a value is there as well. `https`: the page came by https.
ObservatoryCsp observatory_csp(const std::vector<std::string_view>& policies, bool report_only, bool https);

}  // namespace headstrong::peers
