#include "report/sentences.hpp"

#include <algorithm>
#include <vector>

#include "grade/grade.hpp"
#include "text/listed.hpp"

namespace headstrong::report {

std::string extent(const Grade& grade) {
  std::vector<std::string_view> judged;
  for (const ProtectionGrade& protection : grade.protections) {
    if (protection.letter) judged.push_back(protection.id);
  }
  constexpr std::size_t kFew = 3;
  return !grade.letter || judged.empty() || judged.size() > kFew ? std::string()
                                                                 : "for " + text::listed(judged) + " alone";
}

std::string headline(const Grade& grade) {
  if (!grade.letter || !grade.score) return "no grade";
  const std::string about = extent(grade);
  return std::string(*grade.letter) + " (" + std::to_string(*grade.score) + " of 100)" +
         (about.empty() ? "" : ", " + about);
}

std::string place_of(const Finding& finding, const TextPlaces& places) {
  std::string place(finding.header);
  if (finding.occurrence > 0) place += " (no. " + std::to_string(finding.occurrence + 1) + ")";
  if (!finding.span) return place.empty() ? "absent" : place + ", absent";
  return place + (place.empty() ? "" : ", ") + places.words(finding.span->start);
}

std::vector<std::string_view> minor_notices(const InputSummary& input) {
  std::vector<std::string_view> minor;
  for (const std::string& notice : input.notices) {
    const bool told = std::any_of(input.losses.begin(), input.losses.end(),
                                  [&](const LossSummary& loss) { return loss.sentence == notice; });
    if (!told) minor.push_back(notice);
  }
  return minor;
}

std::vector<NotJudged> not_judged(const Grade& grade) {
  std::vector<NotJudged> groups;
  for (const ProtectionGrade& protection : grade.protections) {
    if (protection.letter) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const NotJudged& known) { return known.reason == protection.summary; });
    if (group == groups.end()) group = groups.insert(group, NotJudged{protection.summary, {}});
    group->protections.push_back(protection.id);
  }
  return groups;
}

std::string where_it_holds(const Finding& finding) {
  std::vector<std::string_view> names;
  for (const decide::Profile profile : decide::kProfiles) {
    if ((finding.browsers & decide::browser(profile)) != 0) names.push_back(decide::profile_title(profile));
  }
  return names.empty() ? std::string() : "only in " + text::listed(names);
}

std::string points_of(const Finding& finding, const Report& report) {
  std::string points;
  const auto first = std::find_if(report.findings.begin(), report.findings.end(),
                                  [&](const Finding& other) { return other.rule == finding.rule; });
  if (first != report.findings.end() && &*first != &finding) return points;
  for (const Deduction& deduction : report.grade.deductions) {
    if (deduction.rule != finding.rule->id) continue;
    if (!points.empty()) points += ", ";
    if (deduction.points > 0) points += "-" + std::to_string(deduction.points) + " ";
    points += deduction.protection;
    if (deduction.cap > 0) points += " (" + std::to_string(deduction.cap) + " at most)";
    if (deduction.points == 0 && deduction.cap == 0) {
      points += " (letter of " + std::to_string(deduction.headline_cap) + " at most)";
    }
  }
  return points;
}

std::string told_sentence(const RequestSummary& request) {
  std::string sentence = request.said + ".";
  if (request.verdict && request.cause.empty()) {
    sentence +=
        request.disposition == "report" ? " The policy it quotes reports this." : " The policy it quotes blocks this.";
  }
  if (!request.cause.empty()) sentence += " The policy it quotes would allow this. " + request.cause;
  return sentence;
}

std::string date_words(std::string_view time) {
  static constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                                 "July",    "August",   "September", "October", "November", "December"};
  if (time.size() < 10) return std::string(time);
  const int month = (time[5] - '0') * 10 + (time[6] - '0');
  if (month < 1 || month > 12) return std::string(time);
  std::string words(time.substr(time[8] == '0' ? 9 : 8, time[8] == '0' ? 1 : 2));
  words += " " + std::string(kMonths[month - 1]) + " " + std::string(time.substr(0, 4));
  if (time.size() >= 16) words += ", " + std::string(time.substr(11, 5)) + " UTC";
  return words;
}

std::string judge_words(const ReportFacts& facts) {
  const std::string version(facts.version);
  return "Headstrong" + (version.empty() ? "" : " " + version) + ", rubric " + std::to_string(grade::kRubricVersion);
}

std::string judged_by(const ReportFacts& facts) {
  std::string words;
  if (!facts.version.empty() || !facts.time.empty()) {
    words = "Judged by " + judge_words(facts) + (facts.time.empty() ? "" : ", " + date_words(facts.time)) + ".";
  }
  if (facts.masked > 0) words += (words.empty() ? "" : " ") + masked_sentence(facts.masked);
  return words;
}

std::string masked_sentence(std::size_t masked) {
  return std::to_string(masked) +
         (masked == 1 ? " secret value (a cookie value, credentials or a token) is"
                      : " secret values (cookie values, credentials, tokens) are") +
         " replaced by x, character by character.";
}

std::string book_address(std::string_view book, std::string_view rule) {
  return std::string(book) + "rulebook/" + std::string(rule) + ".html";
}

}  // namespace headstrong::report
