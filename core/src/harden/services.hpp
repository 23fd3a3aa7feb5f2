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

/// Takes the services of the list out, those that are to stay as well: admit_services() puts these in again, so
/// that a policy that is hardened twice gets them once. Out comes what admit_services() put in, which it tells
/// by its place, and nothing else; of a service that somebody else wrote into the policy and that has "-", the
/// addresses that no other service of the table needs.
///
/// Taking out what was put in gives the policy as it was, but where the text can't tell: a list without
/// addresses of the service alone that began with what the service needs, or one that had some of these
/// addresses in the same place; and nonces and hashes of styles, which a service's 'unsafe-inline' replaced.
void withdraw_services(const std::vector<std::string>& choices, PolicyDraft& draft, const Log& log);

/// Adds what the chosen services need. A directive that is absent first gets the list it falls back to, as
/// it was before any service, so that nothing else changes and the order of services doesn't matter. Hosts
/// of scripts are left out where 'strict-dynamic' would void them. `log` is told what was added.
void admit_services(const std::vector<std::string>& choices, PolicyDraft& draft, const Log& log);

struct ServiceNote {
  std::string_view service;  // its id
  std::string sentence;
};
/// What the site's owner has to know or do for the chosen services, beside the policy.
std::vector<ServiceNote> service_notes(const std::vector<std::string>& choices, Inline inline_scripts);

/// The name of the first chosen service that needs `word` of a header other than the policy, or nothing; header in lower
/// case.
std::string_view service_that_needs(const std::vector<std::string>& choices, std::string_view header,
                                    std::string_view word);
/// Whether a service that is taken out needed it.
bool removed_service_needed(const std::vector<std::string>& choices, std::string_view header, std::string_view word);

/// Services whose hosts the response or its page names, but for those that are taken out.
std::vector<SeenService> services_seen(const model::ResponseModel& model, const PageCode& page,
                                       const std::vector<std::string>& choices);

/// Of services seen, those that need `word` of a header.
const SeenService* seen_that_needs(const std::vector<SeenService>& seen, std::string_view header,
                                   std::string_view word);

}  // namespace headstrong::hardening
