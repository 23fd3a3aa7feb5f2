// Strict-Transport-Security of a hardened set.
#pragma once

#include <optional>
#include <string>

#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

struct TransportResult {
  std::string value;     // empty: the header is not sent
  std::string sentence;  // what was changed; empty where nothing was
};

/// Without a choice, a valid header of the response is kept where it is at least as long as a year,
/// and a year without subdomains is the default. `preload` is never added unasked.
TransportResult harden_transport(const model::ResponseModel& model, std::optional<Hsts> hsts,
                                 std::optional<bool> subdomains);

}  // namespace headstrong::hardening
