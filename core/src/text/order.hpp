// Sorting, stable, by one piece of code for all that is sorted: each std::sort of its own would cost the
// module 2 KB, each std::stable_sort 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace headstrong::text {
namespace order_detail {

/// Says whether item `a` stands before item `b` of what `items` points to.
using Before = bool (*)(const void* items, std::uint32_t a, std::uint32_t b);

std::vector<std::uint32_t> ordered(std::size_t count, const void* items, Before before);

/// The same, but empty where everything stands in order already.
std::vector<std::uint32_t> order_to_bring(std::size_t count, const void* items, Before before);

}  // namespace order_detail

/// Sorts numbers: the quickest where what is sorted fits into one.
void sort_numbers(std::vector<std::uint64_t>& numbers);

/// The numbers below `count`, sorted by `before`; of those that are alike the smaller stands first.
template <class Compare>
std::vector<std::uint32_t> ordered(std::size_t count, const Compare& before) {
  return order_detail::ordered(count, &before, [](const void* by, std::uint32_t a, std::uint32_t b) -> bool {
    return (*static_cast<const Compare*>(by))(a, b);
  });
}

/// Sorts a list; what is alike stays in its order.
template <class T, class Compare>
void sort(std::vector<T>& items, Compare before) {
  const std::pair<const T*, const Compare*> at(items.data(), &before);
  const std::vector<std::uint32_t> order =
      order_detail::order_to_bring(items.size(), &at, [](const void* of, std::uint32_t a, std::uint32_t b) -> bool {
        const auto& [first, by] = *static_cast<const std::pair<const T*, const Compare*>*>(of);
        return (*by)(first[a], first[b]);
      });
  if (order.empty()) return;
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const std::uint32_t i : order) sorted.push_back(std::move(items[i]));
  items.swap(sorted);
}
template <class T>
void sort(std::vector<T>& items) {
  sort(items, std::less<T>());
}

/// Sorts spans, or what has one, by where they start.
template <class T>
void sort_by_start(std::vector<T>& items) {
  sort(items, [](const T& a, const T& b) {
    if constexpr (requires { a.span; }) {
      return a.span.start < b.span.start;
    } else {
      return a.start < b.start;
    }
  });
}

}  // namespace headstrong::text
