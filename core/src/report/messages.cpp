// The names of enumerators, and the messages of findings.
#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "headstrong/report.hpp"
#include "report/report_fields.hpp"
#include "text/listed.hpp"
#include "text/utf8.hpp"

namespace headstrong {

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Critical: return "critical";
    case Severity::High: return "high";
    case Severity::Medium: return "medium";
    case Severity::Low: return "low";
    case Severity::Info: return "info";
    case Severity::Good: return "good";
  }
  return "info";
}

std::string_view to_string(Category category) {
  switch (category) {
    case Category::Syntax: return "syntax";
    case Category::Security: return "security";
    case Category::Hygiene: return "hygiene";
    case Category::Deprecated: return "deprecated";
    case Category::Ignored: return "ignored";
  }
  return "security";
}

std::string_view to_string(Confidence confidence) { return confidence == Confidence::Certain ? "certain" : "likely"; }

std::string_view to_string(Applicability applicability) {
  switch (applicability) {
    case Applicability::Safe: return "safe";
    case Applicability::Suggestion: return "suggestion";
    case Applicability::DisplayOnly: return "display-only";
  }
  return "display-only";
}

std::vector<std::string_view> browsers_of(decide::Browsers browsers) {
  std::vector<std::string_view> names;
  for (const decide::Profile profile : decide::kProfiles) {
    if ((browsers & decide::browser(profile)) != 0) names.push_back(decide::profile_name(profile));
  }
  return names;
}

std::vector<std::string_view> references_of(const RuleInfo& rule) {
  std::vector<std::string_view> used;
  for (const std::string_view reference : rule.references) {
    if (!reference.empty()) used.push_back(reference);
  }
  return used;
}

namespace messages_detail {

/// Words of the paste are cut to a readable length; the whole of them stands at the span.
std::string shortened(std::string_view words) {
  constexpr std::size_t kReadable = 120;
  return text::shortened(words, kReadable);
}

/// What is said at several places.
struct Listing {
  std::size_t count = 0;  // of different labels
  std::string words;      // as a list; of many the first
};

/// The labels of places, those that say the same once. Beside certain ones, likely places are marked.
Listing listing_of(const Finding& finding) {
  constexpr std::size_t kNamed = 6;
  std::vector<std::string> labels;
  std::unordered_set<std::string> known;
  for (const Place& place : finding.places) {
    std::string label = shortened(place.label);
    if (place.confidence == Confidence::Likely && finding.confidence == Confidence::Certain) label += " (likely)";
    if (!known.insert(label).second) continue;
    if (labels.size() < kNamed) labels.push_back(std::move(label));
  }
  if (known.size() > labels.size()) labels.push_back(std::to_string(known.size() - labels.size()) + " more");
  return {known.size(), text::listed(labels)};
}

/// The pattern with the words in its places.
std::string filled(std::string_view pattern, const std::vector<std::string>& arguments, bool shorten) {
  std::string message;
  message.reserve(pattern.size() + 32);
  std::size_t written = 0;  // how much of the pattern the message has
  for (std::size_t at = pattern.find('{'); at < pattern.size(); at = pattern.find('{', at + 1)) {
    const bool place =
        at + 2 < pattern.size() && pattern[at + 2] == '}' && pattern[at + 1] >= '0' && pattern[at + 1] <= '9';
    if (!place) continue;
    message += pattern.substr(written, at - written);
    const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
    if (index < arguments.size()) message += shorten ? shortened(arguments[index]) : arguments[index];
    written = at + 3;
  }
  message += pattern.substr(written);
  return message;
}

}  // namespace messages_detail

std::string message_of(const Finding& finding) {
  using namespace messages_detail;
  const RuleInfo& rule = *finding.rule;
  std::string message = filled(rule.message, finding.arguments, true);
  if (finding.places.size() < 2) return message;
  const std::string number = std::to_string(finding.places.size());
  const Listing listing = listing_of(finding);
  // "2 sources: http://a" would leave the reader looking for the second.
  if (listing.count == 1) return message + " This applies in " + number + " places.";
  if (!rule.several.empty()) return filled(rule.several, {std::to_string(listing.count), listing.words}, false);
  return message + " " + number + " places in all: " + listing.words + ".";
}

std::string_view message_of(const Finding& finding, std::string& words) {
  const std::string_view message = finding.rule->message;
  if (finding.places.size() < 2 && message.find('{') == std::string_view::npos) return message;
  return words = message_of(finding);
}

}  // namespace headstrong
