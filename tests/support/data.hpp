// The collected data under tests/data, unpacked by the build.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstrong::testing {

/// The path of the unpacked file, such as "csps.ndjson".
std::string data_path(std::string_view name);

/// All real policies, in the order of csps.ndjson.
const std::vector<std::string>& real_policies();

struct RealResponse {
  std::string url;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
};
/// Every `step`-th real response of headersets.ndjson.
std::vector<RealResponse> real_responses(std::size_t step);

/// The response as `curl -i` prints it, without a body.
std::string as_message(const RealResponse& response);

}  // namespace headstrong::testing
