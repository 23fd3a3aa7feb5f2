#include "headers/cross_origin_resource_policy.hpp"

namespace headstrong::headers {

ResourcePolicy parse_cross_origin_resource_policy(std::string_view value) {
  if (value == "same-origin") return ResourcePolicy::SameOrigin;
  if (value == "same-site") return ResourcePolicy::SameSite;
  if (value == "cross-origin") return ResourcePolicy::CrossOrigin;
  return ResourcePolicy::Unknown;
}

}  // namespace headstrong::headers
