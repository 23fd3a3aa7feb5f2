#include "grammar/header_names.hpp"

#include <algorithm>
#include <array>

#include "text/ascii.hpp"

namespace headstrong::http {
namespace header_names_detail {

inline constexpr std::array<std::string_view, kHeaderNameCount> kNames = {
#define HEADSTRONG_HEADER(enumerator, name) std::string_view(name),
#include "grammar/header_names.def"
#undef HEADSTRONG_HEADER
};

constexpr bool folded_less(std::string_view a, std::string_view b) {
  const std::size_t common = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < common; ++i) {
    const char x = text::to_lower(a[i]);
    const char y = text::to_lower(b[i]);
    if (x != y) return x < y;
  }
  return a.size() < b.size();
}

/// The enumerators in the order of their lower-cased names, for the binary search.
consteval std::array<std::uint8_t, kHeaderNameCount> sorted_index() {
  std::array<std::uint8_t, kHeaderNameCount> order{};
  for (std::size_t i = 0; i < kHeaderNameCount; ++i) order[i] = static_cast<std::uint8_t>(i);
  std::sort(order.begin(), order.end(),
            [](std::uint8_t a, std::uint8_t b) { return folded_less(kNames[a], kNames[b]); });
  return order;
}
inline constexpr std::array<std::uint8_t, kHeaderNameCount> kSorted = sorted_index();

}  // namespace header_names_detail

HeaderName header_name(std::string_view name) {
  using namespace header_names_detail;
  const auto* found = std::lower_bound(
      kSorted.begin(), kSorted.end(), name,
      [](std::uint8_t index, std::string_view wanted) { return folded_less(kNames[index], wanted); });
  if (found == kSorted.end() || !text::iequals(kNames[*found], name)) return HeaderName::Unknown;
  return static_cast<HeaderName>(*found);
}

std::string_view spelling(HeaderName name) {
  if (name == HeaderName::Unknown) return {};
  return header_names_detail::kNames[static_cast<std::size_t>(name)];
}

}  // namespace headstrong::http
