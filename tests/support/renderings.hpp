// A header set as people paste it: one text for each way of looking at a response.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headstrong::testing {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Rendering {
  std::string_view name;
  std::string (*render)(const Pairs& headers);
  /// What it cannot hold: the rendering leaves such headers out.
  bool (*carries)(std::string_view value);
};

/// All of them. The response is the one that is judged; around it stand others, requests and a body.
const std::vector<Rendering>& renderings();

/// The headers that a rendering holds.
Pairs carried(const Rendering& rendering, const Pairs& headers);

}  // namespace headstrong::testing
