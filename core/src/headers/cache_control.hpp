// Cache-Control of a response (RFC 9111 section 5.2.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headstrong::headers {

/// The directives that decide who may store a response. A view is the directive as written; empty
/// where it is absent.
struct CacheControl {
  std::string_view no_store;
  std::string_view no_cache;
  std::string_view is_private;
  std::string_view is_public;
  std::string_view s_maxage;
  std::string_view max_age;
  std::optional<std::uint64_t> max_age_seconds;
  std::optional<std::uint64_t> s_maxage_seconds;
  std::string_view malformed;  // the first piece that is no directive, such as two joined by ';'

  /// Whether the header asks caches between server and browser to hand the response to other people
  /// without asking the server again.
  bool openly_reused() const { return (!is_public.empty() || !s_maxage.empty()) && may_be_shared(); }

  /// Whether such a cache may do so: a lifetime is enough, unless something forbids it (RFC 9111 section 3).
  /// False where nothing is said: then a cache decides by the rest of the response.
  bool may_be_shared() const {
    if (!no_store.empty() || !no_cache.empty() || !is_private.empty()) return false;
    if (s_maxage.empty() && is_public.empty()) return max_age_seconds.value_or(0) > 0;
    return (s_maxage.empty() ? max_age_seconds : s_maxage_seconds).value_or(1) > 0;
  }
};

/// Reads the joined value of all fields.
CacheControl parse_cache_control(std::string_view value);

}  // namespace headstrong::headers
