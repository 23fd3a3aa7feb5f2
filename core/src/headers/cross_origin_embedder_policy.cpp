#include "headers/cross_origin_embedder_policy.hpp"

namespace headstrong::headers {
namespace cross_origin_embedder_policy_detail {

EmbedderPolicy policy_of(const grammar::SfItem& item) {
  if (item.type != grammar::SfType::Token) return EmbedderPolicy::Unknown;
  // Tokens are compared exactly.
  if (item.text == "unsafe-none") return EmbedderPolicy::UnsafeNone;
  if (item.text == "require-corp") return EmbedderPolicy::RequireCorp;
  if (item.text == "credentialless") return EmbedderPolicy::Credentialless;
  return EmbedderPolicy::Unknown;
}

}  // namespace cross_origin_embedder_policy_detail

CrossOriginEmbedderPolicy parse_cross_origin_embedder_policy(std::string_view value) {
  CrossOriginEmbedderPolicy header;
  header.field = grammar::parse_sf_item(value);
  if (header.field.ok() && !header.field.members.empty()) {
    header.policy = cross_origin_embedder_policy_detail::policy_of(header.field.members.front().value);
  }
  return header;
}

}  // namespace headstrong::headers
