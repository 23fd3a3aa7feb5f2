// What must grow no worse than its input, and how its instructions grow.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace headstrong::bench {

/// Gets an input of that size ready; what it gives back is what is counted.
using Prepare = std::function<std::function<void()>(std::size_t size)>;

struct Subject {
  std::string name;
  std::string unit;  // of its sizes
  Prepare prepare;
  std::size_t smallest;
  std::size_t largest;  // of all sizes that are tried
};

struct Growth {
  std::size_t size = 0;              // and four times that:
  std::uint64_t instructions = 0;    // of `size`
  std::uint64_t of_fourfold = 0;
  /// By how much a doubling multiplies the instructions, on the mean of two: a table that outgrows
  /// its place costs once, and looks like growth in the one doubling that it falls into.
  double ratio() const;
};

/// Every verb on what makes analysers slow.
std::vector<Subject> subjects();
/// Work of known growth, for the gate itself: `is_linear` says what it must find.
struct Known {
  Subject subject;
  bool is_linear;
};
std::vector<Known> known_subjects();

/// Sizes are doubled until one takes `enough` instructions, so that a part that grows faster, however
/// cheap, has had room to show beside what is linear.
Growth growth_of(const Subject& subject, std::uint64_t enough, const std::string& dumps);

}  // namespace headstrong::bench
