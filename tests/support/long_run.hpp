// How much of the big counts a run does: all of it with `tests/run --long`, which sets HEADSTRONG_LONG.
#pragma once

#include <cstddef>
#include <cstdlib>

namespace headstrong::testing {

/// `usual`, or in a long run `whole`. Sanitized code is ten times as slow: what a size or a count is to show
/// (an answer, no fault, no hang) a smaller one shows too; growth is measured by tests/bench.
inline std::size_t usual_or_whole(std::size_t usual, std::size_t whole) {
  return std::getenv("HEADSTRONG_LONG") == nullptr ? usual : whole;
}

}  // namespace headstrong::testing
