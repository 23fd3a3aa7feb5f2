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
  std::size_t largest;
};

struct Growth {
  std::size_t size = 0;  // the largest that was tried, and its instructions
  std::uint64_t instructions = 0;
  /// By how much a doubling multiplies the instructions: the slope through the last five sizes. A table
  /// that outgrows its place, or a sort that has luck, moves one of them by a fifth, and the slope by little.
  double ratio = 0;
};

/// Every verb on what makes analysers slow.
std::vector<Subject> subjects();
/// Work of known growth, for the gate itself: `is_linear` says what it must find.
struct Known {
  Subject subject;
  bool is_linear;
};
std::vector<Known> known_subjects();

/// Sizes are doubled until one takes `enough` instructions, so that a cheap part that grows faster has
/// had room to show beside what is linear.
Growth growth_of(const Subject& subject, std::uint64_t enough, const std::string& dumps);

}  // namespace headstrong::bench
