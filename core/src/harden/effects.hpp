// What becomes of a hardened set later: with a nonce filled in, and once it is enforced.
#pragma once

#include <string>
#include <string_view>

#include "headstrong/harden.hpp"
#include "http/message.hpp"

namespace headstrong::hardening {

/// A nonce as servers make them, with which a set is judged before it is sent.
inline constexpr std::string_view kSomeNonce = "3q2xVYk0pRb8uTnL5eWzQA==";

/// The value with a nonce in the place of {{nonce}}.
std::string filled_in(std::string value, std::string_view nonce = kSomeNonce);

/// The set once the policy that only reports at first is enforced.
HeaderSet once_enforced(const HardenResult& result);

/// What the response sends once it has the set: the set, and the known fields of which the set does not speak.
HeaderSet sent_with(const http::Response& response, const HeaderSet& set);

}  // namespace headstrong::hardening
