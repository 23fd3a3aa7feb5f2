// Any bytes as one NDJSON line of `decide` and of `analyze`.
#include <nlohmann/json.hpp>

#include "fuzz/fuzz.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/lines.hpp"
#include "text/utf8.hpp"

namespace {

void check_line(const std::string& line) {
  using headstrong::fuzz::require;
  require(line.find('\n') == std::string::npos, "an answer of more than one line");
  require(headstrong::text::first_invalid_utf8(line) == std::string_view::npos, "not UTF-8");
  require(nlohmann::json::accept(line), "an answer that is not JSON");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line = headstrong::fuzz::view(data, size);
  check_line(headstrong::decide_line(line));
  check_line(headstrong::analyze_line(line, {}));
  return 0;
}
