// Options as names and values, as they come from a command line, a page or a link.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/rollout.hpp"
#include "headstrong/write_report.hpp"

namespace headstrong {

using OptionList = std::vector<std::pair<std::string, std::string>>;

/// Fills `options`; of an option given twice the later counts. The result is empty, or the sentence
/// that says which name or value is not understood and what would be.
std::string read_options(const OptionList& list, AnalyzeOptions& options);
std::string read_options(const OptionList& list, HardenOptions& options);
std::string read_options(const OptionList& list, MatrixOptions& options);
/// Options of the analysis and of the report, in one list.
std::string read_options(const OptionList& list, AnalyzeOptions& options, ReportOptions& report);
/// Takes the options of harden, and `from`, a date such as 2026-12-01.
std::string read_options(const OptionList& list, RolloutOptions& options);

/// The name of an option and what it takes, in words.
struct OptionName {
  std::string name;
  std::string values;
  std::vector<std::string_view> choices = {};  // the words that it takes; none where it takes others, too
};
/// Of all options of a kind, in order. The argument tells the kind.
std::vector<OptionName> option_names(const AnalyzeOptions& kind);
std::vector<OptionName> option_names(const HardenOptions& kind);
std::vector<OptionName> option_names(const MatrixOptions& kind);
/// Of the report alone.
std::vector<OptionName> option_names(const ReportOptions& kind);
std::vector<OptionName> option_names(const RolloutOptions& kind);

}  // namespace headstrong
