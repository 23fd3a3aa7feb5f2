#include "headers/permission_features.hpp"

#include <algorithm>

namespace headstrong::headers {

const data::PermissionFeature* permission_feature(std::string_view name) {
  // The build holds that the table is sorted by name.
  const auto* found = std::lower_bound(
      data::kPermissionFeatureTable.begin(), data::kPermissionFeatureTable.end(), name,
      [](const data::PermissionFeature& row, std::string_view wanted) { return row.feature < wanted; });
  return found != data::kPermissionFeatureTable.end() && found->feature == name ? found : nullptr;
}

bool is_sensitive(std::string_view feature) {
  const data::PermissionFeature* known = permission_feature(feature);
  return known != nullptr && known->sensitive == "1";
}

}  // namespace headstrong::headers
