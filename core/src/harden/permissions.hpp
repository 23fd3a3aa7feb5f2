// Permissions-Policy of a hardened set.
#pragma once

#include "harden/hardened_set.hpp"
#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

/// What the response declares stays, but for powers over devices that are open to every frame. Without a
/// declaration the strongest powers are closed.
void add_permissions_policy(const HardenOptions& options, const model::ResponseModel& model, HardenedSet& set);

}  // namespace headstrong::hardening
