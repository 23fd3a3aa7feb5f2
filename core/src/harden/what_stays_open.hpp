// What a hardened set leaves open, found by judging it as a response.
#pragma once

#include "harden/hardened_set.hpp"
#include "headstrong/harden.hpp"
#include "http/message.hpp"

namespace headstrong::hardening {

/// Says which grave findings the set keeps, once all of it is enforced, and grades the response with it. Where the
/// grade falls short, it says what to do.
void say_what_stays_open(const http::Response& response, const HardenOptions& options, HardenedSet& set);

}  // namespace headstrong::hardening
