#include "headers/origin_agent_cluster.hpp"

#include "grammar/structured_field.hpp"

namespace headstrong::headers {

OriginAgentCluster parse_origin_agent_cluster(std::string_view value) {
  const grammar::SfField field = grammar::parse_sf_item(value);
  if (!field.ok() || field.members.empty()) return OriginAgentCluster::Ignored;
  const grammar::SfItem& item = field.members.front().value;
  if (item.type != grammar::SfType::Boolean) return OriginAgentCluster::Ignored;
  return item.text == "?1" ? OriginAgentCluster::OptIn : OriginAgentCluster::OptOut;
}

}  // namespace headstrong::headers
