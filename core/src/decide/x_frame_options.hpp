// X-Frame-Options, for pages whose policies say nothing about framing.
#pragma once

#include "decide/policy_set.hpp"
#include "decide/request.hpp"

namespace headstrong::decide {

/// Whether the page's X-Frame-Options admits all ancestors (HTML, "check a navigation response's
/// adherence to `X-Frame-Options`"). A page without the header admits every one.
bool x_frame_options_allow(const PolicySet& set, const PreparedRequest& request);

}  // namespace headstrong::decide
