// Sorting without moving what is sorted.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace headstrong::text {

/// The numbers below `count`, sorted by `before`; of those that are alike the smaller stands first. All
/// sorts share one: each of its own would cost the module 2 KB.
std::vector<std::uint32_t> ordered(std::size_t count, const std::function<bool(std::uint32_t, std::uint32_t)>& before);

}  // namespace headstrong::text
