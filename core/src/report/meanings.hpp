// What letters, protections and severities mean, for readers who meet them the first time.
#pragma once

#include <string_view>

namespace headstrong::report {

struct ProtectionMeaning {
  std::string_view id;
  std::string_view name;     // "Scripts"
  std::string_view against;  // what it keeps from happening, a sentence
};
/// Of the six protections, in the order of the rubric.
const ProtectionMeaning* protection_meanings();
const ProtectionMeaning& meaning_of_protection(std::string_view id);

/// A sentence on a headline letter; empty for a word that is none.
std::string_view meaning_of_letter(std::string_view letter);

/// A sentence on a severity by its name.
std::string_view meaning_of_severity(std::string_view severity);

}  // namespace headstrong::report
