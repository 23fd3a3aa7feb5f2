// The parts of the report to take along that have a file of their own: document_<part>.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "headstrong/report.hpp"
#include "headstrong/text_report.hpp"
#include "report/markup.hpp"
#include "report/places.hpp"

namespace headstrong::report {

/// Of words of the paste so many bytes are quoted.
constexpr std::size_t kMostExcerpt = 160;

/// The id of a finding's element; `number` counts from 1.
inline std::string finding_id(std::size_t number) { return "f" + std::to_string(number); }

/// "high" as "High".
std::string capital(std::string_view word);

/// The response that was judged; null where the text has none.
const ResponseSummary* chosen_response(const Report& report);

/// What to write where, in words and in the document's language.
std::string edits_in_words(const Fix& fix, std::string_view source, const TextPlaces& places, const Markup& markup,
                           bool with_columns);

/// The few things that help most: what takes the letter up, then what weighs most. Each with its exact words.
void write_steps(Markup& markup, const Report& report, const TextPlaces& places);

/// The pasted text, each place of a finding marked with the finding's number.
void write_pasted(Markup& markup, const Report& report, const ReportFacts& facts);

/// What other tools would say, where they were asked.
void write_peers(Markup& markup, const Report& report);

}  // namespace headstrong::report
