// Third-party services that a policy can admit, from core/data/service_presets.tsv.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harden/policy_draft.hpp"

namespace headstrong::hardening {

bool is_service(std::string_view id);

/// Adds what the service needs. A directive that is absent first gets the list it falls back to, so
/// that nothing else changes. Hosts of scripts are left out where 'strict-dynamic' would void them.
/// The result says in words what was added.
std::string admit_service(std::string_view id, PolicyDraft& draft);

/// What the site's owner has to know or do for the service, beside the policy.
std::vector<std::string> service_notes(std::string_view id);

/// Whether the service needs `word` of a header other than the policy; header in lower case.
bool service_needs(std::string_view id, std::string_view header, std::string_view word);

}  // namespace headstrong::hardening
