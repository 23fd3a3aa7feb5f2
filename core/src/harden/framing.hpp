// Who may frame a hardened page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/software.hpp"
#include "harden/hardened_set.hpp"
#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

/// The value of frame-ancestors that the option asks for; empty where it is not understood.
std::string frame_ancestors_of(std::string_view framing);

/// Of the software that a response or its page tells of, what frames its own pages or is meant to be framed; or null.
const data::Software* framing_software(const std::vector<const data::Software*>& seen);

/// The value of frame-ancestors in force: the option's, else what the response allows now, else what its software
/// needs (null: none), else nobody.
std::string framing_in_force(const HardenOptions& options, const model::ResponseModel& model,
                             const data::Software* software);

/// Adds X-Frame-Options, and says why framing is as it is.
void add_framing(const HardenOptions& options, const model::ResponseModel& model, const data::Software* software,
                 HardenedSet& set);

}  // namespace headstrong::hardening
