// What Headstrong checks: the rules, as data.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "headstrong/profile.hpp"

namespace headstrong {

/// How much a finding matters, worst first. Good: something that is right and worth saying.
enum class Severity : std::uint8_t { Critical, High, Medium, Low, Info, Good };
static_assert(Severity::Critical < Severity::High && Severity::High < Severity::Medium &&
                  Severity::Medium < Severity::Low && Severity::Low < Severity::Info && Severity::Info < Severity::Good,
              "findings are sorted by it");
/// What kind of thing it is.
enum class Category : std::uint8_t { Syntax, Security, Hygiene, Deprecated, Ignored };
/// Certain: true whatever the site looks like. Likely: depends on what the paste does not show.
enum class Confidence : std::uint8_t { Certain, Likely };
/// Safe: changes nothing that works. Suggestion: right for most, to be tried out. DisplayOnly:
/// shows what the text would look like, is never applied by a program.
enum class Applicability : std::uint8_t { Safe, Suggestion, DisplayOnly };

std::string_view to_string(Severity severity);
std::string_view to_string(Category category);
std::string_view to_string(Confidence confidence);
std::string_view to_string(Applicability applicability);

/// One rule as a reader sees it. `message` has numbered places {0}, {1} ... for the words of the
/// finding. `bad` raises the rule, `good` does not; both are whole pastes.
struct RuleInfo {
  std::string_view id = {};      // "<header>/<slug>", never reused
  std::string_view header = {};  // in its usual spelling; empty for rules about the response as a whole
  Severity severity = Severity::Info;
  Category category = Category::Security;
  Confidence confidence = Confidence::Certain;
  decide::Browsers browsers = 0;  // where it holds; none: in all of them
  std::string_view title = {};    // what, in a few words
  std::string_view message = {};  // what, in a sentence
  /// The same of several places at once: {0} is their number, {1} lists them. Empty: `message`, of the
  /// first place, and how many more there are.
  std::string_view several = {};
  std::string_view why = {};                        // the attack or the loss
  std::string_view advice = {};                     // what to do
  std::array<std::string_view, 3> references = {};  // URLs; unused ones are empty
  std::string_view bad = {};
  std::string_view good = {};
};

/// All rules, sorted by id.
const std::vector<const RuleInfo*>& rule_catalogue();
/// Where in the catalogue a rule stands, which must be one of it.
std::size_t place_in_catalogue(const RuleInfo& rule);

}  // namespace headstrong
