// Runs a fuzz target on files, for compilers without libFuzzer.
//   headstrong_replay_<target> FILE-OR-FOLDER...
#include <cstdio>
#include <filesystem>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "support/exact_input.hpp"
#include "support/files.hpp"

int main(int argc, char** argv) {
  namespace testing = headstrong::testing;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      paths.push_back(argv[i]);
      continue;
    }
    for (std::string& path : testing::files_below(argv[i], "")) paths.push_back(std::move(path));
  }
  for (const std::string& path : paths) {
    std::fprintf(stderr, "\r%s\033[K", path.c_str());  // the last line names the culprit of a crash
    const testing::ExactInput input(testing::read_file(path));
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.view().data()), input.view().size());
  }
  std::fprintf(stderr, "\r%zu inputs replayed\033[K\n", paths.size());
  return paths.empty() ? 2 : 0;
}
