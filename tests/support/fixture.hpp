// Fixtures in Markdown: prose for the reader, fenced blocks for the test.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::testing {

/// One fenced block. The text has no line end behind its last line.
struct Fence {
  std::string info;  // what stands behind the opening ```
  std::string text;
  int line = 0;  // of the opening ```, from 1
};

struct Fixture {
  std::string path;
  std::string prose;  // everything outside of fences
  std::vector<Fence> fences;
};

/// Reads a fixture. A fence that is never closed fails the test.
Fixture read_fixture(const std::string& path);

/// A question and the answer expected, from two fences that follow each other.
struct Case {
  std::string path;
  int line = 0;
  std::string input;
  std::string expected;
};

/// The pairs of `input` and `expected` fences of a fixture; any other order or info fails the test.
std::vector<Case> read_cases(const std::string& path, std::string_view input, std::string_view expected);

}  // namespace headstrong::testing
