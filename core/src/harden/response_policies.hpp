// Which policies a hardened response sends: what is enforced, what is only reported at first.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harden/inline_code.hpp"
#include "harden/policy_draft.hpp"
#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

struct ResponsePolicies {
  HeaderSet headers;  // Content-Security-Policy and its report-only form, in the order to send
  std::vector<HardenChange> changes;
  bool sandboxed = false;      // an enforced one has sandbox
  PolicyDraft strict;          // the rewritten policy, however it is sent
  bool known = false;          // an enforced policy says which scripts may run
  bool reports_first = false;  // the strict policy only reports: it is to be enforced later
};

/// `frame_ancestors` is that directive's value, `page` the page behind the headers or given with them.
ResponsePolicies harden_policies(const model::ResponseModel& model, const HardenOptions& options,
                                 const std::string& frame_ancestors, const PageCode& page);

}  // namespace headstrong::hardening
