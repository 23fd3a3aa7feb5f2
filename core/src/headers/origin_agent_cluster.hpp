// Origin-Agent-Cluster (HTML): a structured field boolean.
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::headers {

enum class OriginAgentCluster : std::uint8_t { Ignored, OptIn, OptOut };

/// Reads the joined value of all fields.
OriginAgentCluster parse_origin_agent_cluster(std::string_view value);

}  // namespace headstrong::headers
