#include "support/fixture.hpp"

#include <stdexcept>

#include "support/files.hpp"

namespace headstrong::testing {
namespace fixture_detail {

[[noreturn]] void fail(const std::string& path, int line, const std::string& what) {
  throw std::runtime_error(path + ":" + std::to_string(line) + ": " + what);
}

}  // namespace fixture_detail
using namespace fixture_detail;

Fixture read_fixture(const std::string& path) {
  Fixture fixture;
  fixture.path = path;
  Fence* open = nullptr;
  int number = 0;
  for (const std::string& line : lines_of(read_file(path))) {
    ++number;
    const bool mark = line.compare(0, 3, "```") == 0;
    if (!mark && open == nullptr) {
      fixture.prose += line + "\n";
    } else if (!mark) {
      open->text += line + "\n";
    } else if (open == nullptr) {
      fixture.fences.push_back({line.substr(3), "", number});
      open = &fixture.fences.back();
    } else {
      if (!open->text.empty()) open->text.pop_back();
      open = nullptr;
    }
  }
  if (open != nullptr) fail(path, open->line, "the fence is never closed");
  return fixture;
}

std::vector<Case> read_cases(const std::string& path, std::string_view input, std::string_view expected) {
  const Fixture fixture = read_fixture(path);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < fixture.fences.size(); i += 2) {
    const Fence& question = fixture.fences[i];
    if (question.info != input) {
      fail(path, question.line, "expected a fence of " + std::string(input));
    }
    if (i + 1 == fixture.fences.size() || fixture.fences[i + 1].info != expected) {
      fail(path, question.line, "no fence of " + std::string(expected) + " follows");
    }
    cases.push_back({path, question.line, question.text, fixture.fences[i + 1].text});
  }
  if (cases.empty()) fail(path, 1, "there is no case");
  return cases;
}

}  // namespace headstrong::testing
