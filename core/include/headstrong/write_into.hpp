// The pasted text with a header set written into it, in its own language.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/header_set.hpp"
#include "headstrong/report.hpp"

namespace headstrong {

struct WriteIntoOptions {
  std::optional<std::size_t> response;  // which one to write into, as in AnalyzeOptions
};

struct WriteIntoResult {
  std::vector<Edit> edits;              // in order, without overlap; none where the text says all this already
  std::string refusal;                  // a sentence; empty where the text can be written
  std::vector<std::string> notes = {};  // sentences: where the set is not sent, though it stands in the text
};

/// Writes `headers`, a set as harden() gives it, into the response that `analyze` would judge in
/// `text`. Every field that hardening speaks about is replaced at the place of the first of its name,
/// or goes; new ones stand at the end of the header section, spelled as their neighbours are. All else
/// stays, byte for byte: cookies, the status line, the body, other responses. No headers at all are
/// refused, as is a response that isn't there.
/// What is handed out has been read back: it means these headers and changes nothing else. Places of a configuration
/// that set headers of their own, and what they lose of the set, are told in `notes`.
WriteIntoResult write_into(std::string_view text, const HeaderSet& headers, const WriteIntoOptions& options = {});

/// `text` after edits that are in order and do not overlap.
std::string apply_edits(std::string_view text, const std::vector<Edit>& edits);

}  // namespace headstrong
