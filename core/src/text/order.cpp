#include "text/order.hpp"

#include <algorithm>
#include <numeric>

namespace headstrong::text {

std::vector<std::uint32_t> ordered(std::size_t count, const std::function<bool(std::uint32_t, std::uint32_t)>& before) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&before](std::uint32_t a, std::uint32_t b) {
    if (before(a, b)) return true;
    return a < b && !before(b, a);
  });
  return order;
}

}  // namespace headstrong::text
