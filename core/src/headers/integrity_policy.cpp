#include "headers/integrity_policy.hpp"

namespace headstrong::headers {
namespace integrity_policy_detail {

void read_destinations(const grammar::SfMember& member, IntegrityPolicy& header) {
  for (std::uint32_t i = 0; i < member.value.item_count; ++i) {
    const grammar::SfItem& item = header.field.items[member.value.first_item + i];
    const bool token = item.type == grammar::SfType::Token;
    if (token && item.text == "script") {
      header.blocks_script = true;
    } else if (token && item.text == "style") {
      header.blocks_style = true;
    } else if (header.unknown.empty()) {
      header.unknown = item.text;
    }
  }
}

}  // namespace integrity_policy_detail

IntegrityPolicy parse_integrity_policy(std::string_view value) {
  IntegrityPolicy header;
  header.field = grammar::parse_sf_dictionary(value);
  if (!header.field.ok()) return header;
  if (const grammar::SfMember* member = header.field.find("blocked-destinations")) {
    integrity_policy_detail::read_destinations(*member, header);
  }
  if (const grammar::SfMember* member = header.field.find("sources")) {
    header.sources = member->key;
    header.sources_inert = true;
    for (std::uint32_t i = 0; i < member->value.item_count; ++i) {
      const grammar::SfItem& item = header.field.items[member->value.first_item + i];
      if (item.type == grammar::SfType::Token && item.text == "inline") header.sources_inert = false;
    }
  }
  return header;
}

}  // namespace headstrong::headers
