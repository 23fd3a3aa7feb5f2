// Sentences that reports for people have in common, whatever they are written in. None is escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "headstrong/text_report.hpp"
#include "report/places.hpp"

namespace headstrong::report {

/// "for scripts and framing alone" where the letter is about few protections, since the others can't be judged;
/// empty otherwise.
std::string extent(const Grade& grade);

/// "B (78 of 100)", "A (96 of 100), for scripts alone", "no grade"
std::string headline(const Grade& grade);

/// "Set-Cookie (no. 2), line 3, column 1"; "Referrer-Policy, absent"
std::string place_of(const Finding& finding, const TextPlaces& places);

/// What a finding's rule costs: "-25 scripts"; empty where it costs nothing, and with the rule's further
/// findings, as the rule costs its points once.
std::string points_of(const Finding& finding, const Report& report);

/// The notices that aren't a loss's sentence, for reports that tell losses where nobody misses them.
std::vector<std::string_view> minor_notices(const InputSummary& input);

/// Protections without a letter that have one reason.
struct NotJudged {
  std::string_view reason;                    // a sentence
  std::vector<std::string_view> protections;  // their ids
};
std::vector<NotJudged> not_judged(const Grade& grade);

/// "only in Chromium and Firefox"; empty where all browsers are alike.
std::string where_it_holds(const Finding& finding);

/// What a message or a report tells, and what lies behind it where our verdict is another.
std::string told_sentence(const RequestSummary& request);

/// "29 November 2026, 10:00 UTC" of an RFC 3339 time in UTC.
std::string date_words(std::string_view time);

/// "Headstrong 0.1.0, rubric 2"
std::string judge_words(const ReportFacts& facts);

/// A sentence on when, by what and with what masked; empty where nothing of it is known.
std::string judged_by(const ReportFacts& facts);

/// "2 secret values (cookie values, credentials, tokens) are replaced by x, character by character."
std::string masked_sentence(std::size_t masked);

/// The page of a rule in the rule book at `book`, which ends in a slash.
std::string book_address(std::string_view book, std::string_view rule);

}  // namespace headstrong::report
