// The names of enumerators, and the messages of findings.
#include <string>

#include "headstrong/report.hpp"
#include "report/report_fields.hpp"

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

std::string_view to_string(Confidence confidence) {
  return confidence == Confidence::Certain ? "certain" : "likely";
}

std::string_view to_string(Applicability applicability) {
  switch (applicability) {
    case Applicability::Safe: return "safe";
    case Applicability::Suggestion: return "suggestion";
    case Applicability::DisplayOnly: return "display-only";
  }
  return "display-only";
}

std::vector<std::string_view> references_of(const RuleInfo& rule) {
  std::vector<std::string_view> used;
  for (const std::string_view reference : rule.references) {
    if (!reference.empty()) used.push_back(reference);
  }
  return used;
}

/// Words of the paste are cut to a readable length; the whole of them stands at the span.
std::string shortened(std::string_view words) {
  constexpr std::size_t kReadable = 120;
  if (words.size() <= kReadable) return std::string(words);
  std::size_t end = kReadable;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
  return std::string(words.substr(0, end)) + "...";
}

std::string message_of(const Finding& finding) {
  const std::string_view pattern = finding.rule->message;
  std::string message;
  message.reserve(pattern.size() + 32);
  std::size_t written = 0;  // how much of the pattern the message has
  for (std::size_t at = pattern.find('{'); at < pattern.size(); at = pattern.find('{', at + 1)) {
    const bool place = at + 2 < pattern.size() && pattern[at + 2] == '}' &&
                       pattern[at + 1] >= '0' && pattern[at + 1] <= '9';
    if (!place) continue;
    message += pattern.substr(written, at - written);
    const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
    if (index < finding.arguments.size()) message += shortened(finding.arguments[index]);
    written = at + 3;
  }
  message += pattern.substr(written);
  return message;
}

}  // namespace headstrong
