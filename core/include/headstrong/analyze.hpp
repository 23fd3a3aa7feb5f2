// The main job: pasted text in, report out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/peers.hpp"
#include "headstrong/report.hpp"

namespace headstrong {

struct AnalyzeOptions {
  int observatory = 6;                  // algorithm of the Observatory comparison: 6 or 4
  std::optional<std::size_t> response;  // which response to judge, from 0; the last one otherwise
  bool elsewhere = true;                // compute what the peers would say
  bool policies = true;                 // list the policies with their directives
  /// Fixes, the words that messages are about, and the sentences of the grade. Without them findings are
  /// ids, severities and places, the same ones, and the grade is letters and numbers.
  bool details = true;
};

/// Analyses any bytes. Input over kMaxInputBytes gives a report that says so and nothing else.
Report analyze(std::string_view text, const AnalyzeOptions& options = {});
/// What `analyze` answers to a text of so many bytes, over kMaxInputBytes, without having it.
Report analyze_too_long(std::size_t bytes, const AnalyzeOptions& options = {});

/// The same for a response that comes as data. `url` may be empty, `status` 0.
struct ResponseData {
  std::string url;
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
};
Report analyze(const ResponseData& response, const AnalyzeOptions& options = {});

/// The same for one Content-Security-Policy value: one header of a page at https://site.example/
/// whose other headers are unknown.
Report analyze_policy(std::string_view value, const AnalyzeOptions& options = {});

/// What the peers say of the chosen response, alone: what `analyze` gives as `elsewhere`, but for its notes.
struct Elsewhere {
  std::size_t responses = 0;              // how many the text holds
  std::optional<peers::Answers> answers;  // nothing where it holds none
};
Elsewhere elsewhere(std::string_view text, const AnalyzeOptions& options = {});

/// The sentence for a `response` beyond the last one; where it is not asked for, `analyze` chooses.
std::string no_such_response(std::size_t response, std::size_t count);

}  // namespace headstrong
