// Input of any size in the shapes that make analysers slow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::bench {

struct Shape {
  std::string_view name;
  std::string_view head;   // once, in front
  std::string_view piece;  // over and over; '#' stands for a running number
};

const std::vector<Shape>& shapes();

/// Exactly `bytes` bytes of that shape.
std::string make_input(const Shape& shape, std::size_t bytes);

}  // namespace headstrong::bench
