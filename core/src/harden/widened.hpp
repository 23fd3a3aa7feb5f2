// A policy with what another one allows beside it.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::hardening {

/// `policy` with the sources of `other` that its own lists don't have: what is allowed already stays so. Nonces and
/// 'strict-dynamic' are left behind, and hashes where 'unsafe-inline' counts, since beside them browsers ignore what a
/// list has. A directive that only `other` has is written where a list of `policy` would decide in its place.
std::string widened(std::string_view policy, std::string_view other);

}  // namespace headstrong::hardening
