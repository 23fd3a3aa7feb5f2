// What a policy keeps a page from doing, in a sentence for its owner.
#pragma once

#include <string>

#include "harden/policy_draft.hpp"

namespace headstrong::hardening {

/// "It stops inline scripts, ..."; empty for a policy that stops nothing of note.
std::string what_stops(PolicyDraft draft);
/// The same of a policy that is not in force yet: "Once enforced, it stops ...".
std::string what_would_stop(PolicyDraft draft);

}  // namespace headstrong::hardening
