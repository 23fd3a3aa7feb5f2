// Input without a byte behind it, so that AddressSanitizer sees an overread of one.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>

namespace headstrong::testing {

/// A copy of some bytes in a heap block of exactly their size (std::string keeps a NUL behind them).
class ExactInput {
 public:
  explicit ExactInput(std::string_view bytes) : bytes_(new char[bytes.size()]), size_(bytes.size()) {
    if (size_ > 0) std::memcpy(bytes_.get(), bytes.data(), size_);
  }
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

}  // namespace headstrong::testing
