// Third-party services that a policy can admit, from core/data/services.tsv and service_presets.tsv.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harden/inline_code.hpp"
#include "harden/policy_draft.hpp"
#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

/// Whether `choice` is the id of a service, with or without "-" before it.
bool is_service(std::string_view choice);

/// Takes out what only services with "-" need, before the policy is hardened anew. What `start`, the policy
/// of a site without one, has stays.
void withdraw_services(const std::vector<std::string>& choices, PolicyDraft& draft, PolicyDraft start, const Log& log);

/// Adds what the chosen services need. A directive that is absent first gets the list it falls back to, as
/// it was before any service, so that nothing else changes and the order of services doesn't matter. Hosts
/// of scripts are left out where 'strict-dynamic' would void them. `log` is told what was added.
void admit_services(const std::vector<std::string>& choices, PolicyDraft& draft, const Log& log);

/// What the site's owner has to know or do for the chosen services, beside the policy.
std::vector<std::string> service_notes(const std::vector<std::string>& choices, Inline inline_scripts);

/// The first chosen service that needs `word` of a header other than the policy; header in lower case.
std::string_view service_that_needs(const std::vector<std::string>& choices, std::string_view header,
                                    std::string_view word);
/// Whether a service that is taken out needed it.
bool removed_service_needed(const std::vector<std::string>& choices, std::string_view header, std::string_view word);

/// Services whose hosts the response or its page names, but for those that are taken out.
std::vector<SeenService> services_seen(const model::ResponseModel& model, const PageCode& page,
                                       const std::vector<std::string>& choices);

/// Of services seen, those that need `word` of a header.
const SeenService* seen_that_needs(const std::vector<SeenService>& seen, std::string_view header, std::string_view word);

}  // namespace headstrong::hardening
