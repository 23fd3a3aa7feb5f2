// Any text, behind its first line, with its own hardened set written into it, and with a set of one value:
// that first line.
#include <algorithm>
#include <optional>

#include "fuzz/fuzz.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/write_into.hpp"
#include "support/writing.hpp"

namespace {

using namespace headstrong;

void check(std::string_view text, const HeaderSet& set, std::optional<std::size_t> response) {
  const WriteIntoResult result = write_into(text, set, {response});
  fuzz::require_none(testing::fault_of_writing(text, set, result, response));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::view(data, size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string value(input.substr(0, line));
  const std::string_view text = input.substr(std::min(line + 1, input.size()));
  std::optional<std::size_t> response = size % 3;
  HardenOptions options;
  options.response = response;
  HardenResult hardened = harden(text, options);
  if (!hardened.error.empty()) {
    check(text, hardened.headers, response);
    response.reset();
    hardened = harden(text, {});
  }
  check(text, hardened.headers, response);
  check(
      text,
      {{"X-Frame-Options", value}, {"Content-Security-Policy", "default-src 'self'"}, {"X-New", value}, {"X-New", "a"}},
      response);
  return 0;
}
