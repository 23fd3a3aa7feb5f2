// Where in the pasted text something stands, in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/lines.hpp"

namespace headstrong::report {

/// Finds lines of ascending and descending offsets in logarithmic time.
class TextPlaces {
 public:
  explicit TextPlaces(std::string_view source) {
    text::Line line;
    text::LineCursor cursor(source);
    while (cursor.next(line)) starts_.push_back(line.start);
  }
  /// "line 3, column 12", both counted from 1, columns in bytes.
  std::string words(std::uint32_t offset) const {
    std::size_t low = 0;
    std::size_t high = starts_.size();
    while (low + 1 < high) {
      const std::size_t middle = (low + high) / 2;
      (starts_[middle] <= offset ? low : high) = middle;
    }
    const std::uint32_t start = starts_.empty() ? 0 : starts_[low];
    return "line " + std::to_string(low + 1) + ", column " + std::to_string(offset - start + 1);
  }

 private:
  std::vector<std::uint32_t> starts_;
};

}  // namespace headstrong::report
