// Fields of a response that hardening has no value of its own for.
#pragma once

#include "harden/hardened_set.hpp"
#include "headstrong/harden.hpp"
#include "http/message.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

/// Keeps protections that are as good as they are, or that only the site itself can judge.
void keep_other_protections(const model::ResponseModel& model, HardenedSet& set);

/// Keeps what tells of the server's software, or says that no list of headers can remove it.
void add_leaks(const HardenOptions& options, const model::ResponseModel& model, HardenedSet& set);

/// Speaks of what of the response is in neither the set nor a sentence so far.
void say_what_is_left_out(const http::Response& response, HardenedSet& set);

}  // namespace headstrong::hardening
