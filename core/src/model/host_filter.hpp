// Tables of host names: what to ask before a table is searched.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::model {

/// The length and four of the letters, mixed: two hosts seldom agree in all of them. The case of
/// letters does not count.
constexpr std::uint32_t hash_of_host(std::string_view host) {
  if (host.empty()) return 0;
  auto hash = static_cast<std::uint32_t>(host.size());
  const std::size_t last = host.size() - 1;
  for (const std::size_t at : {std::size_t{0}, last / 4, last / 2, last - last / 4}) {
    hash = (hash ^ static_cast<unsigned char>(text::to_lower(host[at]))) * 16777619U;
  }
  return hash;
}

/// A set of host names that says "no" at once for nearly every host that is not in it. Real
/// policies name dozens of hosts, and this is asked for each of them on every key.
class HostFilter {
 public:
  constexpr void add(std::string_view host) {
    const std::uint32_t bit = hash_of_host(host) % kBits;
    words_[bit / 32] |= 1U << (bit % 32);
  }
  constexpr bool may_have(std::string_view host) const {
    const std::uint32_t bit = hash_of_host(host) % kBits;
    return (words_[bit / 32] >> (bit % 32) & 1U) != 0;
  }

 private:
  static constexpr std::uint32_t kBits = 8192;
  std::array<std::uint32_t, kBits / 32> words_{};
};

}  // namespace headstrong::model
