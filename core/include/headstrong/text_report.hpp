// Results for people and for other tools.
#pragma once

#include <string>
#include <string_view>

#include "headstrong/compare.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/report.hpp"

namespace headstrong {

/// Plain text, UTF-8, for a terminal: nothing of the paste acts on it.
std::string to_text(const Report& report);
std::string to_text(const Comparison& comparison);
std::string to_text(const Matrix& matrix);
std::string to_text(const HardenEffects& effects, bool reports_first);
/// Markdown; words of the paste are escaped.
std::string to_markdown(const Report& report);
/// SARIF 2.1.0 with one run; `path` names the analysed file ("stdin" for standard input).
std::string to_sarif(const Report& report, std::string_view path, std::string_view version = {});

/// `s` as one line that no terminal acts on and that reads in the order of its characters: control
/// characters (C0, DEL, C1), line and paragraph separators, and marks that turn the direction of
/// text are written as escapes such as \x1b and \u202e. Bytes that are no UTF-8 become U+FFFD.
std::string shown(std::string_view s);

}  // namespace headstrong
