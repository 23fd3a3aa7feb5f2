#include "text/edit_distance.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "text/ascii.hpp"

namespace headstrong::text {

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap >= limit || a.size() > kLongestNear || b.size() > kLongestNear) return limit;
  // What both begin or end with is no change.
  while (!a.empty() && !b.empty() && to_lower(a.back()) == to_lower(b.back())) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  while (!a.empty() && !b.empty() && to_lower(a.front()) == to_lower(b.front())) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  std::array<std::array<std::uint8_t, kLongestNear + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<std::uint8_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    std::size_t least = row[0] = static_cast<std::uint8_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char left = to_lower(a[i - 1]);
      const char right = to_lower(b[j - 1]);
      std::size_t best = above[j - 1] + (left == right ? 0U : 1U);
      best = std::min<std::size_t>({best, above[j] + 1U, row[j - 1] + 1U});
      if (i > 1 && j > 1 && left == to_lower(b[j - 2]) && right == to_lower(a[i - 2])) {
        best = std::min<std::size_t>(best, two_above[j - 2] + 1U);
      }
      row[j] = static_cast<std::uint8_t>(best);
      least = std::min(least, best);
    }
    // No later row has less: a swap costs one more than the row above this one, and this one at most that.
    if (least >= limit) return limit;
  }
  return std::min<std::size_t>(rows[a.size() % 3][b.size()], limit);
}

}  // namespace headstrong::text
