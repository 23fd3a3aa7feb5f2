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

/// Who may frame the page, and what is said where that is not what the response has.
struct Framing {
  std::string ancestors;  // the value of frame-ancestors
  std::vector<std::string> changes;
  std::vector<std::string> open;  // what only the site can mend
  bool closes_unread = false;     // X-Frame-Options has a value that no browser reads
};

/// What is in force: the option's, else what the response allows now, else what its software needs (null: none),
/// else nobody.
Framing framing_in_force(const HardenOptions& options, const model::ResponseModel& model,
                         const data::Software* software);

/// Adds X-Frame-Options, and says why framing is as it is.
void add_framing(const HardenOptions& options, const model::ResponseModel& model, const data::Software* software,
                 Framing framing, HardenedSet& set);

}  // namespace headstrong::hardening
