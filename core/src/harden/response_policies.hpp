// Which policies a hardened response sends: what is enforced, what is only reported at first.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

struct ResponsePolicies {
  HeaderSet headers;  // Content-Security-Policy and its report-only form, in the order to send
  std::vector<HardenChange> changes;
  bool sandboxed = false;     // an enforced one has sandbox
  bool reports_first = false; // the strict policy only reports: it is to be enforced later
};

/// `frame_ancestors` is that directive's value.
ResponsePolicies harden_policies(const model::ResponseModel& model, const HardenOptions& options,
                                 const std::string& frame_ancestors);

}  // namespace headstrong::hardening
