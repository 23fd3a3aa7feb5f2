#include "text/edit_distance.hpp"

#include <algorithm>
#include <array>

#include "text/ascii.hpp"

namespace headstrong::text {

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  constexpr std::size_t kLongest = 40;
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap >= limit || b.size() > kLongest) return limit;
  // What both begin or end with is no change.
  while (!a.empty() && !b.empty() && to_lower(a.back()) == to_lower(b.back())) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  while (!a.empty() && !b.empty() && to_lower(a.front()) == to_lower(b.front())) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  std::array<std::size_t, kLongest + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    std::size_t least = row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      const std::size_t changed = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
      least = std::min(least, row[j]);
    }
    if (least >= limit) return limit;  // no row is less than the one before it
  }
  return std::min(row[b.size()], limit);
}

}  // namespace headstrong::text
