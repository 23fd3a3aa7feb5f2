// The shape of the core's sources, which no compiler checks.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/files.hpp"

namespace headstrong {
namespace {

/// The chain: a folder may include what stands before it, and itself.
constexpr std::string_view kChain[] = {"text",   "grammar", "http",  "headers", "model",
                                       "decide", "rules", "grade",   "advise", "harden",  "emit"};

std::size_t place_in_chain(std::string_view folder) {
  const auto* found = std::find(std::begin(kChain), std::end(kChain), folder);
  return static_cast<std::size_t>(found - std::begin(kChain));
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Whether a file of core/src/<from>/ may include one of core/src/<to>/.
bool may_include(std::string_view from, std::string_view to) {
  if (from == to) return true;
  // Files right in core/src tie the chain together.
  if (from.empty()) return true;
  // The writers stand beside the chain's end: they read everything and know no rule. What the peers
  // would say is read from the text, not from our understanding of it.
  if (from == "report") return to != "rules" && place_in_chain(to) < std::size(kChain);
  if (from == "elsewhere") return one_of(to, {"text", "http", "grammar"});
  // `http` asks for directive names through a function; `rules` reads nothing of the writers.
  return place_in_chain(to) < place_in_chain(from);
}

std::vector<std::string> core_files() {
  std::vector<std::string> files;
  for (const std::string_view ending : {".cpp", ".hpp", ".def", ".inc"}) {
    for (std::string& path : testing::files_below(testing::root() + "core", ending)) {
      files.push_back(std::move(path));
    }
  }
  return files;
}

std::vector<std::string> quoted_includes(const std::string& text) {
  std::vector<std::string> includes;
  for (const std::string& line : testing::lines_of(text)) {
    constexpr std::string_view kStart = "#include \"";
    if (line.compare(0, kStart.size(), kStart) != 0) continue;
    includes.push_back(line.substr(kStart.size(), line.find('"', kStart.size()) - kStart.size()));
  }
  return includes;
}

TEST_CASE("every include leads down the chain") {
  const std::string base = testing::root() + "core/src/";
  std::size_t edges = 0;
  for (const std::string& path : core_files()) {
    if (path.compare(0, base.size(), base) != 0) continue;
    const std::string file = path.substr(base.size());
    const std::string_view from = folder_of(file);
    INFO(file);
    const bool known = from.empty() || one_of(from, {"report", "elsewhere"}) ||
                       place_in_chain(from) < std::size(kChain);
    CHECK(known);
    for (const std::string& include : quoted_includes(testing::read_file(path))) {
      INFO(include);
      const std::string_view to = folder_of(include);
      CHECK_FALSE(to.empty());
      ++edges;
      if (to == "headstrong" || to == "data") continue;
      CHECK(may_include(from, to));
    }
  }
  CHECK(edges > 100);
}

TEST_CASE("public headers include only public headers") {
  for (const std::string& path :
       testing::files_below(testing::root() + "core/include", ".hpp")) {
    INFO(path);
    for (const std::string& include : quoted_includes(testing::read_file(path))) {
      CHECK(folder_of(include) == "headstrong");
    }
  }
}

TEST_CASE("sources are ASCII, without tabs, carriage returns or blanks at a line's end") {
  std::vector<std::string> files = core_files();
  for (const std::string_view folder : {"tests", "wasm"}) {
    for (const std::string_view ending : {".cpp", ".hpp"}) {
      for (std::string& path : testing::files_below(testing::root() + std::string(folder), ending)) {
        if (path.find("/node_modules/") == std::string::npos) files.push_back(std::move(path));
      }
    }
  }
  for (const std::string& path : files) {
    const std::string text = testing::read_file(path);
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
      return c == '\n' || (c >= ' ' && c <= '~');
    });
    INFO(path);
    CHECK(plain);
    CHECK(text.find(" \n") == std::string::npos);
  }
}

TEST_CASE("only wasm/ knows that it is compiled to WebAssembly") {
  for (const std::string& path : core_files()) {
    INFO(path);
    CHECK(testing::read_file(path).find("__EMSCRIPTEN__") == std::string::npos);
  }
}

TEST_CASE("the core neither prints, exits, throws nor reads clocks, files or locales") {
  static constexpr std::string_view kForbidden[] = {
      "std::cout", "std::cerr", "printf(", "std::exit(", "abort()", " throw ", "std::chrono",
      "std::ifstream", "std::ofstream", "fopen(", "getenv(", "std::locale", "setlocale(", "time(nullptr)",
      "<iostream>", "<ranges>", "<format>", "std::regex",
      // Locale-dependent, or undefined for bytes above 0x7F.
      "std::isspace", "std::isalpha", "std::isdigit", "std::tolower", "std::toupper", "strtod(",
      "std::stod("};
  const std::string tools = testing::root() + "core/tools/";
  for (const std::string& path : core_files()) {
    if (path.compare(0, tools.size(), tools) == 0) continue;
    const std::string text = testing::read_file(path);
    for (const std::string_view word : kForbidden) {
      INFO(path << " has " << word);
      CHECK(text.find(word) == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace headstrong
