// Results as JSON, the text that the program prints and the page reads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/compare.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/peers.hpp"
#include "headstrong/report.hpp"
#include "headstrong/rollout.hpp"
#include "headstrong/write_into.hpp"

namespace headstrong {

/// What positions count: bytes of the text as given, or UTF-16 code units as JavaScript sees it.
enum class Encoding : std::uint8_t { Utf8, Utf16 };

/// Whether findings carry what the catalogue says of their rules. A reader who has the catalogue
/// does without: these texts make up a third of a report.
enum class RuleTexts : std::uint8_t { Included, LeftOut };

/// The whole report (design section 3.3). Text that is not well-formed UTF-8 comes out with U+FFFD.
std::string to_json(const Report& report, Encoding encoding = Encoding::Utf8,
                    RuleTexts rule_texts = RuleTexts::Included);

/// One line for many: grade, score, findings as rule and severity, elsewhere.
std::string to_summary_json(const Report& report);

/// What changed between two texts.
std::string to_json(const Comparison& comparison);

/// What a header set allows; {"error": ...} where there is no table.
std::string to_json(const Matrix& matrix);

/// A hardened set with its changes and grades; a refused one has nothing but its error.
std::string to_json(const HardenResult& result);
/// The same with `effects`: what the set changes for visitors, now and once it is enforced.
std::string to_json(const HardenResult& result, const HardenEffects& effects);

/// The plan, and as "markdown" the same as a document; {"error": ...} where there is none.
std::string to_json(const Rollout& plan);

/// Files and warnings, or the refusal.
std::string to_json(const EmitResult& result);

/// Edits of `text`, as an array.
std::string to_json(const std::vector<Edit>& edits, std::string_view text, Encoding encoding = Encoding::Utf8);

/// The edits of `text` and the notes.
std::string to_json(const WriteIntoResult& result, std::string_view text, Encoding encoding = Encoding::Utf8);

/// What the peers say.
std::string to_json(const peers::Answers& answers);

/// The rule catalogue.
std::string rules_json();
/// Of each rule what is shown before anybody asks why: id, category and title.
std::string rule_titles_json();

/// The targets of emit().
std::string targets_json();

/// The services whose needs harden() knows.
std::string services_json();

/// What a form or an editor offers, from the tables that the engine goes by: {"browsers": [{"id", "name"}],
/// "requestTypes": [{"type", "label", "group", "needs", "chain": [directives, the one that a violation names
/// first]}], "headers": [{"name", "values"}], "directives": [{"name", "values"}], "choices": [an option of
/// harden, "values"], "meanings": [{"kind": directive keyword source header, "word", "meaning"}]}.
std::string vocabulary_json();

/// The table of engine differences: {"observed": {"chromium": version, ...}, "differences": [{"id", "what",
/// "engines": [names], "case": a line as decide_line reads it, "spec", "deviating": verdicts on it, "checked", "left":
/// the version in which WebKit was seen to have left the row, where one was}]}.
std::string differences_json();

/// The scale: {"rubric", "letters": [{"letter", "from", "meaning"}], "protections": [{"id", "name", "against",
/// "weight", "cap"}], "broken", "likely", "severities": [{"severity", "meaning", "cap"}], "deductions":
/// [{"rule", "protection", "points"}]}. Below `broken` a protection caps the headline at its cap; `likely` is the most
/// that scripts have while a likely finding is open; a severity's `cap`, where it has one, is the headline's.
std::string scale_json();

/// {"error": message}
std::string error_json(std::string_view message);

}  // namespace headstrong
