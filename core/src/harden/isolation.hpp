// How far a hardened page is kept apart from pages and files of other sites.
#pragma once

#include <vector>

#include "harden/hardened_set.hpp"
#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

/// Adds Cross-Origin-Opener-Policy, Cross-Origin-Embedder-Policy and Cross-Origin-Resource-Policy.
/// `seen` are services that the page shows, `sandboxed` tells whether its policy has sandbox.
void add_isolation(const HardenOptions& options, const model::ResponseModel& model,
                   const std::vector<SeenService>& seen, bool sandboxed, HardenedSet& set);

}  // namespace headstrong::hardening
