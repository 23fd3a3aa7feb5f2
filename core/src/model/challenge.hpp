// Whether a service in front of the site answered in its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace headstrong::model {

/// A page that asks for a proof of being human, or turns the visitor away.
struct Challenge {
  std::string_view service;  // who answered
  std::uint32_t field = 0;   // the header that tells
};

/// Tells by marks that such pages alone have. A plain 403 of the site's own is none, and neither is a
/// page that merely came through such a service.
std::optional<Challenge> find_challenge(const http::Response& response);

}  // namespace headstrong::model
