// The features that Permissions-Policy and Feature-Policy name.
#pragma once

#include <string_view>

#include "data/permission_features.hpp"

namespace headstrong::headers {

/// The row of core/data/permission_features.tsv for a feature; null where no browser knows it.
const data::PermissionFeature* permission_feature(std::string_view name);

/// Whether the feature reaches a person's device, surroundings or accounts.
bool is_sensitive(std::string_view feature);

}  // namespace headstrong::headers
