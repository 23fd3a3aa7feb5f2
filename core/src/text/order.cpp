#include "text/order.hpp"

#include <algorithm>
#include <numeric>

namespace headstrong::text {

void sort_numbers(std::vector<std::uint64_t>& numbers) { std::sort(numbers.begin(), numbers.end()); }

namespace order_detail {

std::vector<std::uint32_t> ordered(std::size_t count, const void* items, Before before) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [items, before](std::uint32_t a, std::uint32_t b) { return before(items, a, b); });
  return order;
}

std::vector<std::uint32_t> order_to_bring(std::size_t count, const void* items, Before before) {
  std::size_t i = 1;
  while (i < count && !before(items, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i - 1))) ++i;
  return i < count ? ordered(count, items, before) : std::vector<std::uint32_t>();
}

}  // namespace order_detail
}  // namespace headstrong::text
