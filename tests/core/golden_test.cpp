// Whole reports of whole pastes, byte for byte but for the line breaks that let a difference be read. The
// WebAssembly module and the program are held to the same files (tests/wasm, tests/program).
// HEADSTRONG_UPDATE_GOLDENS=1 writes them anew.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"
#include "support/catch.hpp"
#include "support/edits.hpp"
#include "support/files.hpp"
#include "support/pretty_json.hpp"

namespace headstrong {
namespace golden_test {

std::string name_of(const std::string& path) {
  const std::size_t slash = path.rfind('/') + 1;
  return path.substr(slash, path.rfind('.') - slash);
}

/// The page's examples are goldens too.
std::vector<std::string> inputs() {
  std::vector<std::string> paths = testing::files_below(testing::root() + "tests/golden", ".http");
  for (std::string& path : testing::files_below(testing::root() + "site/examples", ".http")) {
    paths.push_back(std::move(path));
  }
  return paths;
}

std::string report_path(const std::string& input) {
  return testing::root() + "tests/golden/" + name_of(input) + ".report.json";
}

TEST_CASE("reports are those of the goldens, byte for byte") {
  const bool update = std::getenv("HEADSTRONG_UPDATE_GOLDENS") != nullptr;
  for (const std::string& path : inputs()) {
    INFO(path);
    const Report report = analyze(testing::read_file(path));
    CHECK(testing::fault_of(report) == "");
    const std::string json = to_json(report);
    if (update) testing::write_file(report_path(path), testing::pretty_json(json) + "\n");
    REQUIRE(testing::file_exists(report_path(path)));
    CHECK(testing::compact_json(testing::read_file(report_path(path))) == json);
  }
}

TEST_CASE("JSON with line breaks says the same") {
  for (const char* json : {"{}", "[]", "\"\"", "{\"a\":[1,2,{\"b\":\" \\\"{[,:]}\\\\\"}],\"c\":null}"}) {
    CHECK(testing::compact_json(testing::pretty_json(json)) == json);
    const std::string longer = "[" + std::string(json) + ",\"" + std::string(200, 'a') + "\"]";
    CHECK(testing::compact_json(testing::pretty_json(longer)) == longer);
    CHECK(testing::pretty_json(longer).find('\n') != std::string::npos);
  }
}

TEST_CASE("every golden report has its input, and no two inputs share a name") {
  std::vector<std::string> names;
  for (const std::string& path : inputs()) names.push_back(name_of(path) + ".report");
  std::sort(names.begin(), names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  for (const std::string& path : testing::files_below(testing::root() + "tests/golden", ".report.json")) {
    INFO(path);
    CHECK(std::binary_search(names.begin(), names.end(), name_of(path)));
  }
}

}  // namespace golden_test
}  // namespace headstrong
