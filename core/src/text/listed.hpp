// Lists in sentences.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headstrong::text {

/// "a", "a and b", "a, b and c"; of more than `most` + 1 items "a, b, c and 5 others", with `most` of them.
/// `last` stands before the last. `items` is a container of strings.
template <class Items>
std::string listed(const Items& items, std::string_view last = " and ",
                   std::size_t most = static_cast<std::size_t>(-2)) {
  const std::size_t named = items.size() > most + 1 ? most : items.size();
  std::string out;
  std::size_t at = 0;
  for (const auto& item : items) {
    if (at == named) break;
    if (at > 0) out += at + 1 == items.size() ? last : std::string_view(", ");
    out += item;
    ++at;
  }
  if (named == items.size()) return out;
  out += last;
  return out + std::to_string(items.size() - named) + " others";
}

}  // namespace headstrong::text
