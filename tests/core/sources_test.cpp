// The shape of the core's sources, which no compiler checks.
#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/files.hpp"

namespace headstrong {
namespace sources_test {

/// What a folder of core/src may include. `data` are the tables that the build makes of core/data.
struct Room {
  std::string_view name;
  std::vector<std::string_view> rooms;           // each stands before it
  std::vector<std::string_view> public_headers;  // of core/include/headstrong
};

const Room kRooms[] = {
    {"text", {}, {"span.hpp"}},
    {"quote", {"text"}, {"span.hpp"}},
    {"grammar", {"text"}, {}},
    {"http", {"text", "quote", "grammar"}, {"header_set.hpp", "span.hpp"}},
    {"headers", {"data", "text", "quote", "grammar", "http"}, {"span.hpp"}},
    {"model", {"data", "text", "grammar", "http", "headers"}, {}},
    {"decide",
     {"text", "grammar", "http", "headers", "model"},
     {"decide.hpp", "differences.hpp", "header_set.hpp", "profile.hpp", "profiles.def", "request_types.def"}},
    {"compare", {"text", "grammar", "headers", "decide"}, {"compare.hpp", "decide.hpp"}},
    {"rules",
     {"data", "text", "quote", "grammar", "http", "headers", "model", "decide"},
     {"catalogue.hpp", "report.hpp"}},
    {"grade", {"text", "http", "headers", "model", "decide", "rules"}, {"report.hpp"}},
    {"advise",
     {"text", "grammar", "http", "headers", "model", "decide", "compare"},
     {"analyze.hpp", "decide.hpp", "matrix.hpp", "remedies.hpp", "report.hpp", "spell_edits.hpp", "write_into.hpp"}},
    {"harden",
     {"data", "text", "quote", "grammar", "http", "headers", "model", "decide", "rules", "grade"},
     {"analyze.hpp", "compare.hpp", "harden.hpp", "header_set.hpp", "report.hpp", "rollout.hpp", "span.hpp",
      "write_into.hpp"}},
    {"emit", {"data", "text", "quote", "headers"}, {"emit.hpp"}},
    // What the peers would say is read from the text, not from our understanding of it.
    {"peers", {"data", "text"}, {"peers.hpp"}},
    // Writes results, and knows no rule.
    {"report",
     {"text", "grammar", "http", "headers", "grade"},
     {"compare.hpp", "differences.hpp", "emit.hpp", "harden.hpp", "json.hpp", "matrix.hpp", "remedies.hpp",
      "packed.hpp", "profile.hpp", "report.hpp", "rollout.hpp", "span.hpp", "text_report.hpp", "write_report.hpp"}},
    {"protocol",
     {"text", "grammar", "report"},
     {"analyze.hpp", "decide.hpp", "harden.hpp", "header_set.hpp", "json.hpp", "lines.hpp", "options.hpp",
      "remedies.hpp"}},
};

const Room* room_named(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kRooms), std::end(kRooms), [&](const Room& room) { return room.name == name; });
  return found == std::end(kRooms) ? nullptr : found;
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool one_of(std::string_view word, const std::vector<std::string_view>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Whether a file of this room may include `path`, which is written as in the source.
bool may_include(const Room& from, std::string_view path) {
  const std::string_view to = folder_of(path);
  if (to == "headstrong") return one_of(path.substr(to.size() + 1), from.public_headers);
  return to == from.name || one_of(to, from.rooms);
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

TEST_CASE("rooms use only rooms before them, so that none is used in a circle") {
  for (const Room& room : kRooms) {
    for (const std::string_view name : room.rooms) {
      INFO(room.name << " uses " << name);
      if (name != "data") CHECK((room_named(name) != nullptr && room_named(name) < &room));
    }
  }
}

TEST_CASE("every file includes only what its room may use") {
  const std::string base = testing::root() + "core/src/";
  std::size_t edges = 0;
  for (const std::string& path : core_files()) {
    if (path.compare(0, base.size(), base) != 0) continue;
    const std::string file = path.substr(base.size());
    // Files right in core/src tie the rooms together.
    const std::string_view from = folder_of(file);
    const Room* room = room_named(from);
    CHECK((from.empty() || room != nullptr));
    INFO(file);
    for (const std::string& include : quoted_includes(testing::read_file(path))) {
      INFO(include);
      ++edges;
      CHECK_FALSE(folder_of(include).empty());
      if (room != nullptr) CHECK(may_include(*room, include));
    }
  }
  CHECK(edges > 100);
}

TEST_CASE("the program and the module know only public headers") {
  std::size_t edges = 0;
  for (const std::string_view folder : {"core/tools", "wasm"}) {
    for (const std::string_view ending : {".cpp", ".hpp"}) {
      for (const std::string& path : testing::files_below(testing::root() + std::string(folder), ending)) {
        INFO(path);
        for (const std::string& include : quoted_includes(testing::read_file(path))) {
          INFO(include);
          CHECK((folder_of(include) == "headstrong" || folder_of(include) == "tools"));
          edges += folder_of(include) == "headstrong" ? 1 : 0;
        }
      }
    }
  }
  CHECK(edges > 20);
}

TEST_CASE("public headers include only public headers") {
  for (const std::string& path : testing::files_below(testing::root() + "core/include", ".hpp")) {
    INFO(path);
    for (const std::string& include : quoted_includes(testing::read_file(path))) {
      CHECK(folder_of(include) == "headstrong");
    }
  }
}

/// The namespace that a source's own things stand in. Helpers of a group of rules are all called helpers.cpp.
std::string private_namespace(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string stem = path.substr(slash + 1, path.rfind('.') - slash - 1);
  if (stem != "helpers") return stem + "_detail";
  const std::size_t before = path.rfind('/', slash - 1);
  return path.substr(before + 1, slash - before - 1) + "_helpers_detail";
}

TEST_CASE("what is private to a file stands in a namespace named after it") {
  // Rules and targets stand in one named after their id, which other tests hold.
  static constexpr std::string_view kNamedByRoom[] = {"advise", "decide", "emitters", "writing"};
  std::size_t found = 0;
  for (const std::string& path : testing::files_below(testing::root() + "core/src", ".cpp")) {
    INFO(path);
    const std::string text = testing::read_file(path);
    CHECK(text.find("\nnamespace {") == std::string::npos);
    if (path.find("/src/rules/") != std::string::npos && text.find("extern const RuleSpec kRule") != std::string::npos)
      continue;
    if (path.find("/src/emit/targets/") != std::string::npos) continue;
    constexpr std::string_view kOpening = "\nnamespace ";
    std::size_t at = text.find(kOpening);
    while (at != std::string::npos) {
      const std::size_t start = at + kOpening.size();
      const std::string name = text.substr(start, text.find_first_of(" {", start) - start);
      at = text.find(kOpening, start);
      if (name.compare(0, 10, "headstrong") == 0) continue;
      if (std::find(std::begin(kNamedByRoom), std::end(kNamedByRoom), name) != std::end(kNamedByRoom)) continue;
      const std::string last = name.substr(name.rfind(':') == std::string::npos ? 0 : name.rfind(':') + 1);
      INFO(name);
      CHECK(last == private_namespace(path));
      ++found;
    }
  }
  CHECK(found > 80);
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
    const bool plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
    INFO(path);
    CHECK(plain);
    CHECK(text.find(" \n") == std::string::npos);
  }
}

/// What a document has in backticks, with the words between it and the one before.
struct Quoted {
  std::string before;
  std::string word;
};

std::vector<Quoted> quoted_words(const std::string& text) {
  std::vector<Quoted> words;
  std::size_t at = 0;
  std::size_t open = text.find('`');
  while (open != std::string::npos) {
    const std::size_t close = text.find('`', open + 1);
    if (close == std::string::npos) break;
    words.push_back({text.substr(at, open - at), text.substr(open + 1, close - open - 1)});
    at = close + 1;
    open = text.find('`', at);
  }
  return words;
}

/// Whether a document means one file or folder of the tree by it: "<name>" stands for many.
bool is_path(const std::string& word) {
  static constexpr std::string_view kStarts[] = {"../",  "core/", "site/",  "tests/",   "wasm/", ".ci/",
                                                 "src/", "docs/", "tools/", ".github/", "data/", "include/"};
  const bool starts = std::any_of(std::begin(kStarts), std::end(kStarts),
                                  [&](std::string_view start) { return word.compare(0, start.size(), start) == 0; });
  return starts && std::all_of(word.begin(), word.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' || c == '/';
         });
}

bool is_symbol(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
}

/// Where that is, seen from the document, from core/ or from the root; empty where it is nowhere.
std::string place_of(const std::string& document, const std::string& path) {
  const std::string folder = document.substr(0, document.rfind('/') + 1);
  for (const std::string& base : {folder, testing::root() + "core/", testing::root()}) {
    if (std::filesystem::exists(base + path)) return base + path;
  }
  return {};
}

TEST_CASE("files and names that documents speak of are there") {
  std::vector<std::string> documents = {testing::root() + "README.md"};
  for (const std::string_view folder : {"core", "site/docs", ".github", "wasm"}) {
    for (std::string& path : testing::files_below(testing::root() + std::string(folder), ".md")) {
      documents.push_back(std::move(path));
    }
  }
  std::size_t paths = 0;
  std::size_t names = 0;
  for (const std::string& document : documents) {
    INFO(document);
    const std::vector<Quoted> words = quoted_words(testing::read_file(document));
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!is_path(words[i].word)) continue;
      INFO(words[i].word);
      const std::string place = place_of(document, words[i].word);
      CHECK_FALSE(place.empty());
      ++paths;
      // "`file`, `name`" and "`name` in `file`": the name stands in the file.
      if (place.empty() || std::filesystem::is_directory(place)) continue;
      const bool listed = i + 1 < words.size() && words[i + 1].before == ", " && is_symbol(words[i + 1].word);
      const bool named = i > 0 && words[i].before == " in " && is_symbol(words[i - 1].word);
      if (!listed && !named) continue;
      const std::string& name = words[listed ? i + 1 : i - 1].word;
      INFO(name);
      CHECK(testing::read_file(place).find(name) != std::string::npos);
      ++names;
    }
  }
  CHECK(paths > 60);
  CHECK(names > 4);
}

TEST_CASE("only wasm/ knows that it is compiled to WebAssembly") {
  for (const std::string& path : core_files()) {
    INFO(path);
    CHECK(testing::read_file(path).find("__EMSCRIPTEN__") == std::string::npos);
  }
}

TEST_CASE("the core neither prints, exits, throws nor reads clocks, files or locales") {
  static constexpr std::string_view kForbidden[] = {
      "std::cout", "std::cerr", "printf(", "std::exit(", "abort()", " throw ", "std::chrono", "std::ifstream",
      "std::ofstream", "fopen(", "getenv(", "std::locale", "setlocale(", "time(nullptr)", "<iostream>", "<ranges>",
      "<format>", "std::regex",
      // Locale-dependent, or undefined for bytes above 0x7F.
      "std::isspace", "std::isalpha", "std::isdigit", "std::tolower", "std::toupper", "strtod(", "std::stod("};
  const std::string tools = testing::root() + "core/tools/";
  for (const std::string& path : core_files()) {
    if (path.compare(0, tools.size(), tools) == 0) continue;
    // Code of other languages, which does print.
    if (path.find("/core/src/emit/receivers/") != std::string::npos) continue;
    const std::string text = testing::read_file(path);
    for (const std::string_view word : kForbidden) {
      INFO(path << " has " << word);
      CHECK(text.find(word) == std::string::npos);
    }
  }
}

}  // namespace sources_test
}  // namespace headstrong
