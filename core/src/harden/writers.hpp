// The languages that a header set can be written into, one file each. A writer knows where its
// language has names, values and separators; whether the outcome is read as meant, write_into() asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harden/merge.hpp"
#include "headstrong/report.hpp"
#include "http/message.hpp"

namespace headstrong::writing {

/// The place that is written into.
struct Target {
  std::string_view source;
  http::Format format = http::Format::Empty;
  const http::Response* response = nullptr;
};

struct Written {
  std::vector<Edit> edits;
  std::string refusal;
};

/// Header lines, messages, what curl -v, wget -S and PowerShell print, tables, _headers.
Written write_lines(const Target& target, const Merge& merge);
/// Objects and arrays of headers, and archives.
Written write_json(const Target& target, const Merge& merge);
/// Statements of a dialect's language, as its file in http/dialects/ spells them.
Written write_statements(const Target& target, const Merge& merge);

}  // namespace headstrong::writing
