// Any bytes as a paste: every reader, parser, rule and writer.
#include <nlohmann/json.hpp>

#include "fuzz/fuzz.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "headstrong/write_report.hpp"
#include "http/secrets/secrets.hpp"
#include "support/edits.hpp"
#include "support/fixes.hpp"
#include "text/utf8.hpp"

namespace {

using namespace headstrong;

void check_answer(const std::string& json) {
  fuzz::require(text::first_invalid_utf8(json) == std::string_view::npos, "JSON that is not UTF-8");
  fuzz::require(nlohmann::json::accept(json), "JSON that cannot be read");
}

void check_offsets(std::string_view text) {
  const text::Utf16Offsets offsets(text);
  std::uint32_t last = 0;
  for (std::size_t at = 0; at <= text.size(); at += 1 + at / 64) {
    const std::uint32_t unit = offsets(static_cast<std::uint32_t>(at));
    fuzz::require(unit >= last && unit <= at + 1, "UTF-16 offsets that go back");
    last = unit;
  }
}

/// A report to hand on can be written of anything, and masks keep every position.
void check_masked(std::string_view text) {
  const std::vector<http::Secret> secrets = http::find_secrets(text);
  const std::string masked = http::mask_secrets(text, secrets);
  fuzz::require(masked.size() == text.size(), "a mask of another length");
  fuzz::require(text::Utf16Offsets(masked)(static_cast<std::uint32_t>(text.size())) ==
                    text::Utf16Offsets(text)(static_cast<std::uint32_t>(text.size())),
                "a mask of other UTF-16 units");
  ReportOptions options;
  options.format = ReportFormat::Html;
  const WrittenReport page = write_report(text, {}, options);
  fuzz::require(text::first_invalid_utf8(page.text) == std::string_view::npos, "HTML that is not UTF-8");
  fuzz::require(page.text.find("<script") == std::string::npos, "HTML with a script");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::view(data, size);
  const Report report = analyze(text);
  fuzz::require_none(testing::fault_of(report));
  check_offsets(text);
  check_answer(to_json(report, Encoding::Utf8));
  check_answer(to_json(report, Encoding::Utf16));
  check_answer(to_summary_json(report));
  check_answer(to_sarif(report, "stdin"));
  to_text(report);
  to_markdown(report);
  check_masked(text);
  // The first few fixes; every one of a report with a thousand would be a thousand analyses.
  int applied = 0;
  for (const Finding& finding : report.findings) {
    if (!finding.fix || finding.fix->applicability == Applicability::DisplayOnly) continue;
    const Report after = analyze(testing::apply(*finding.fix, text));
    fuzz::require_none(testing::fault_of(after));
    if (++applied == 4) break;
  }
  return 0;
}
