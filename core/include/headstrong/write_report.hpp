// A report to take along: one pasted text in, one document out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"
#include "headstrong/json.hpp"

namespace headstrong {

/// The formats of a document. JSON is no document: see `to_json` and `masked_report`.
enum class ReportFormat : std::uint8_t {
#define HEADSTRONG_REPORT_FORMAT(enumerator, id, written) enumerator,
#include "headstrong/report_formats.def"
#undef HEADSTRONG_REPORT_FORMAT
};

/// A format by the word that options take.
struct NamedReportFormat {
  std::string_view id;
  ReportFormat format;
};
inline constexpr NamedReportFormat kReportFormats[] = {
#define HEADSTRONG_REPORT_FORMAT(enumerator, id, written) {id, ReportFormat::enumerator},
#include "headstrong/report_formats.def"
#undef HEADSTRONG_REPORT_FORMAT
};

struct ReportOptions {
  ReportFormat format = ReportFormat::Text;
  /// When the text is judged, RFC 3339 in UTC ("2026-11-29T10:00:00Z"); the core reads no clock. Empty: the
  /// report doesn't say.
  std::string time;
  /// The https or http address of the folder that has rulebook.html; reports link into it. Empty: no links.
  std::string book;
  /// Whether cookie values, credentials and tokens are written as they are. Not given: they are masked.
  std::optional<bool> show_secrets;
  /// What was judged, such as a client or a site, for the title. Empty: the host of the response's URL, where it has one.
  std::string title;
  /// Plain text: every note in a line. Else many are named in one.
  bool all_notes = false;
  /// Of the analysed file, for SARIF.
  std::string name = "stdin";
  /// Of the program.
  std::string version;
};

struct WrittenReport {
  std::string text;                        // empty where there is an error
  std::string error;                       // a sentence: the response that was asked for isn't there
  std::optional<std::string_view> letter;  // of the grade
};

/// What `analyze` finds in the text, in words of the same text with its secrets replaced letter by letter, so
/// that no position changes. `masked` becomes how many there are.
Report masked_report(std::string_view text, const AnalyzeOptions& options, std::size_t& masked);

/// Judges the text and writes the report, the same bytes wherever it runs. What was found is what the text as given shows.
WrittenReport write_report(std::string_view text, const AnalyzeOptions& options, const ReportOptions& report);

/// The secrets that are masked: [{"start", "end", "what"}], in order and apart.
std::string secrets_json(std::string_view text, Encoding encoding = Encoding::Utf8);

}  // namespace headstrong
