// Any bytes as a header set for every target; where they are none, what hardening makes of them.
#include <string>

#include "fuzz/fuzz.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/header_set.hpp"

namespace {

using namespace headstrong;

void check_result(const EmitResult& result) {
  fuzz::require(result.files.empty() == result.refusal.has_value(), "either files or a refusal");
  if (!result.refusal) {
    for (const EmitFile& file : result.files) {
      fuzz::require(!file.name.empty() && !file.text.empty(), "a file without a name or text");
    }
    return;
  }
  const std::string& reason = result.refusal->reason;
  fuzz::require(!reason.empty() && reason.find('\n') == std::string::npos, "a reason is one line");
}

/// A line break in a value would be a header of the attacker's.
bool is_sendable(const HeaderSet& headers) {
  for (const Header& header : headers) {
    if (header.name.empty() || header.name.find_first_of("\r\n:") != std::string::npos) return false;
    if (header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<TargetInfo> kTargets = targets();
  const std::string_view text = fuzz::view(data, size);
  HeaderSetOfText set = header_set_of(text);
  HeaderSet& headers = set.headers;
  std::vector<HeaderNote>& notes = set.notes;
  if (!set.error.empty()) {
    const HardenResult hardened = harden(text);
    // What a text leaves open can be what has to be known.
    const Report report = analyze(text);
    bool whole = !report.input.responses.empty();
    for (const ResponseSummary& response : report.input.responses) whole = whole && !response.gaps;
    fuzz::require(hardened.error.empty() || !whole, "what was read is not hardened");
    fuzz::require(hardened.error.find('\n') == std::string::npos, "an error is one line");
    fuzz::require(is_sendable(hardened.headers), "a hardened set that cannot be sent");
    headers = hardened.headers;
    notes.clear();
    for (const HardenChange& change : hardened.changes) {
      notes.push_back({change.header, change.sentence, change.open});
    }
  }
  for (const TargetInfo& target : kTargets) {
    const EmitResult result = emit(headers, target.id, {}, notes);
    check_result(result);
    fuzz::require(result.refusal || is_sendable(headers), "a value with a line break is written");
  }
  return 0;
}
