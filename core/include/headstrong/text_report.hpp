// Results for people and for other tools.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "headstrong/compare.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/report.hpp"

namespace headstrong {

/// What a report says of itself. All may be left out.
struct ReportFacts {
  std::string_view version = {};  // of the program
  std::string_view time = {};     // when it was judged: RFC 3339, UTC
  std::string_view title = {};    // what was judged, such as a client or a site; empty: the response's host
  std::string_view book = {};     // address of the folder that has rulebook.html, with a slash at the end
  std::size_t masked = 0;         // how many secrets the report's text had (see write_report.hpp)
  bool all_notes = false;         // plain text: every note in a line of its own, not many of them as one
};

/// Plain text, UTF-8, for a terminal: nothing of the paste acts on it.
std::string to_text(const Report& report, const ReportFacts& facts = {});
std::string to_text(const Comparison& comparison);
std::string to_text(const Matrix& matrix);
std::string to_text(const HardenEffects& effects, bool reports_first);
/// Markdown; words of the paste are escaped.
std::string to_markdown(const Report& report, const ReportFacts& facts = {});
/// A page of its own: no script, no request, its style admitted by hash. It says what the Markdown says,
/// with marks in the text, and prints.
std::string to_html(const Report& report, const ReportFacts& facts = {});
/// SARIF 2.1.0 with one run; `path` names the analysed file ("stdin" for standard input).
std::string to_sarif(const Report& report, std::string_view path, const ReportFacts& facts = {});

/// `s` as one line that no terminal acts on and that reads in the order of its characters: control
/// characters (C0, DEL, C1), line and paragraph separators, and marks that turn the direction of
/// text are written as escapes such as \x1b and \u202e. Bytes that are no UTF-8 become U+FFFD.
std::string shown(std::string_view s);

}  // namespace headstrong
