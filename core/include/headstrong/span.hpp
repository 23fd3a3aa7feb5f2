// Positions in the pasted text.
#pragma once

#include <cstdint>

namespace headstrong {

/// A half-open range [start, end) of the pasted text. The core counts bytes; `report/` converts to
/// UTF-16 code units where the caller asks for them.
struct Span {
  std::uint32_t start = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - start; }
  constexpr bool empty() const { return end == start; }
  friend constexpr bool operator==(const Span&, const Span&) = default;
};

/// The smallest range that holds both.
constexpr Span around(const Span& a, const Span& b) {
  return {a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

}  // namespace headstrong
