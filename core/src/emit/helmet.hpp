// helmet's options for a header set, wherever helmet then writes exactly what was asked for.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emit/target.hpp"

namespace headstrong::emitters::helmet {

/// What becomes of each field.
struct Plan {
  std::string options;            // the lines within helmet({ ... })
  std::string report_only;        // the lines of the middleware for the report-only policy
  std::vector<HeaderValues> raw;  // set as they are
  bool raw_policy = false;
};

/// `nonce` is the expression of the nonce in a function of (req, res). Where `takes_report_only` is false
/// the report-only policy is left among the raw ones.
Plan make_plan(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce,
               bool takes_report_only);

}  // namespace headstrong::emitters::helmet
