#include "grade/grade.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "model/gaps.hpp"
#include "text/order.hpp"

namespace headstrong::grade {
namespace grade_detail {

struct ProtectionRow {
  std::string_view id;
  int weight;
  int cap;
};

constexpr std::array<ProtectionRow, kProtectionCount> kRows = {{
#define HEADSTRONG_PROTECTION(protection, id, weight, cap) {id, weight, cap},
#include "grade/rubric.def"
#undef HEADSTRONG_PROTECTION
}};

/// What likely findings leave of scripts at least, other deductions apart.
constexpr int kLikely =
#define HEADSTRONG_LIKELY(score) score;
#include "grade/rubric.def"
#undef HEADSTRONG_LIKELY

    struct LetterRow {
  std::string_view letter;
  int score;
};

constexpr LetterRow kLetters[] = {
#define HEADSTRONG_LETTER(letter, score) {letter, score},
#include "grade/rubric.def"
#undef HEADSTRONG_LETTER
};

/// The sentence on a protection. Where points were lost it is the title of the rule that costs most.
struct ProtectionText {
  Protection protection;
  std::string_view whole;    // nothing was deducted
  std::string_view unknown;  // no letter
};

/// Before that title, where little is left of the protection from injected scripts: what the reader
/// has to know first.
inline constexpr std::string_view kScriptsRun = "Injected scripts can run. ";
/// Instead of `whole`, where a policy lets chosen sites frame the page.
inline constexpr std::string_view kFramedByListed = "Only the sites named in the policy can frame this page.";
/// Instead of that title, where the text holds a policy that leaves framing open, and not all headers.
inline constexpr std::string_view kFramedUnlessElsewhere =
    "The policy doesn't restrict framing, and the text shows no X-Frame-Options.";
/// Instead of `unknown`, where a service answered in the site's place.
inline constexpr std::string_view kNotTheSite = "A challenge page answered, so there is nothing to judge.";
/// Instead of `unknown`, for leakage where nothing else can be judged.
inline constexpr std::string_view kLeakageAlone = "Leakage alone says too little for a letter.";
/// And where the text has one of the headers that reveal something, but not all that was sent.
inline constexpr std::string_view kLeakageInPart = "The pasted text shows only part of what leaks.";
/// Instead of `unknown`, for what only a page can suffer.
inline constexpr std::string_view kNoPage = "The response isn't a page, so there is nothing to judge.";

inline constexpr std::array<ProtectionText, kProtectionCount> kTexts = {{
    {Protection::Scripts, "Injected scripts don't run.", "The pasted text doesn't show which scripts may run."},
    {Protection::Framing, "Other sites can't frame this page.", "The pasted text doesn't show who may frame the page."},
    {Protection::Transport, "Browsers insist on HTTPS.", "The pasted text doesn't show whether HTTPS is enforced."},
    {Protection::Isolation, "Other sites can't reach into this page.",
     "The pasted text doesn't show how far other sites can reach."},
    {Protection::Leakage, "The response reveals little.", "The pasted text doesn't show what leaks."},
    {Protection::Cookies, "The cookies are protected.", "The response sets no cookie, so there is nothing to judge."},
}};

consteval bool texts_stand_in_order() {
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    if (kTexts[i].protection != static_cast<Protection>(i)) return false;
  }
  return true;
}
static_assert(texts_stand_in_order(), "kTexts is indexed by Protection");

bool is_enforced_header(const csp::Policy& policy) {
  return policy.disposition == csp::Disposition::Enforce && policy.delivery != csp::Delivery::Meta;
}

bool begins_in_gap(Span word, const model::GapPlaces& gaps) { return gaps.meets({word.start, word.start + 1}); }

/// Whether the text holds none of the directive's sources: "script-src $hosts". Nonces are made anew each time, and no
/// such gaps.
bool is_unknown(const csp::Policy& policy, const csp::Directive& directive, const model::GapPlaces& gaps) {
  const auto tokens = policy.tokens_of(directive);
  return !tokens.empty() && std::all_of(tokens.begin(), tokens.end(), [&](const csp::SourceExpression& token) {
    return token.text.find("nonce-") == std::string_view::npos && begins_in_gap(token.span, gaps);
  });
}

/// Whether something stands for whole directives before this one ("default-src 'self'; $more"; all of them: null). What
/// that has wins over what follows.
bool has_open_place(const csp::Policy& policy, const csp::Directive* before, const model::GapPlaces& gaps) {
  for (const csp::Directive& each : policy.directives) {
    if (&each == before) return false;
    if (each.name != csp::DirectiveName::Unknown) continue;
    if (begins_in_gap(each.name_span, gaps)) return true;
  }
  return false;
}

/// The directive of a policy, unless what the text does not hold may have one in its place.
const csp::Directive* known_directive(const csp::Policy& policy, csp::DirectiveName name,
                                      const model::GapPlaces& gaps) {
  const csp::Directive* directive = policy.find(name);
  return directive != nullptr && !has_open_place(policy, directive, gaps) ? directive : nullptr;
}

/// Whether what decides about scripts is in the text: a directive of an enforced policy.
bool knows_scripts(const csp::Policy& policy, const model::GapPlaces& gaps) {
  if (policy.disposition != csp::Disposition::Enforce) return false;
  const csp::Directive* directive = known_directive(policy, csp::DirectiveName::ScriptSrc, gaps);
  // Before default-src is asked, something that stands for directives may have a script-src.
  if (directive == nullptr && !has_open_place(policy, nullptr, gaps)) {
    directive = policy.find(csp::DirectiveName::DefaultSrc);
  }
  return directive != nullptr && !is_unknown(policy, *directive, gaps);
}

/// Whether a value that the text does not hold decides the part.
bool hangs_on_gap(Protection protection, const model::ResponseModel& m) {
  using http::HeaderName;
  using model::Gap;
  const model::Gaps gaps(m);
  if (gaps.empty()) return false;
  const auto any_whole = [&](std::initializer_list<HeaderName> names) {
    return std::any_of(names.begin(), names.end(), [&](HeaderName name) { return gaps.of(name) == Gap::Whole; });
  };
  const Gap policy = gaps.of(HeaderName::ContentSecurityPolicy);
  const model::GapPlaces places(*m.response);
  switch (protection) {
    case Protection::Scripts:
      if (policy != Gap::Words) return policy == Gap::Whole;
      return std::none_of(m.policies.begin(), m.policies.end(),
                          [&](const csp::Policy& each) { return knows_scripts(each, places); });
    case Protection::Framing: {
      const bool decided = std::any_of(m.policies.begin(), m.policies.end(), [&](const csp::Policy& each) {
        return is_enforced_header(each) && gaps.of(each.field) != Gap::Whole &&
               known_directive(each, csp::DirectiveName::FrameAncestors, places) != nullptr;
      });
      if (decided) return false;
      if (policy == Gap::Whole || any_whole({HeaderName::XFrameOptions})) return true;
      return policy == Gap::Words && !m.has(HeaderName::XFrameOptions);
    }
    case Protection::Transport: return gaps.of(HeaderName::StrictTransportSecurity) != Gap::None;
    case Protection::Isolation:
      return any_whole({HeaderName::XContentTypeOptions, HeaderName::CrossOriginOpenerPolicy,
                        HeaderName::CrossOriginResourcePolicy, HeaderName::PermissionsPolicy});
    case Protection::Leakage: return any_whole({HeaderName::ReferrerPolicy});
    case Protection::Cookies: {
      const auto& cookies = m.fields(HeaderName::SetCookie);
      return std::all_of(cookies.begin(), cookies.end(),
                         [&](std::uint32_t each) { return gaps.of(each) == Gap::Whole; });
    }
  }
  return false;
}

/// Whether no policy limits framing and X-Frame-Options, which could, may be there and was not pasted.
bool leaves_framing_to_another_header(const model::ResponseModel& m) {
  if (m.whole() || m.has(http::HeaderName::XFrameOptions)) return false;
  return std::none_of(m.policies.begin(), m.policies.end(), [](const csp::Policy& policy) {
    return policy.disposition == csp::Disposition::Enforce && policy.delivery != csp::Delivery::Meta &&
           policy.find(csp::DirectiveName::FrameAncestors) != nullptr;
  });
}

/// A part has a letter where the paste tells enough. One header among others that are not known
/// does so only where it decides the part by itself.
bool is_known(Protection protection, const model::ResponseModel& m) {
  using http::HeaderName;
  if (m.challenge || hangs_on_gap(protection, m)) return false;  // another's page, or not in the text
  const bool complete = m.whole();
  const bool policy = !m.policies.empty() || m.has(HeaderName::ContentSecurityPolicy) ||
                      m.has(HeaderName::ContentSecurityPolicyReportOnly);
  switch (protection) {
    case Protection::Scripts: return m.is_document && (complete || policy);
    case Protection::Framing:
      if (m.response->framed_by_default && leaves_framing_to_another_header(m)) return false;
      // A policy without directives is dropped, and says nothing about framing.
      return m.is_page() && (complete || !m.policies.empty() || m.has(HeaderName::XFrameOptions));
    case Protection::Transport:
      // Over http browsers ignore it: it decides nothing there.
      if (m.https && m.has(HeaderName::StrictTransportSecurity)) return true;
      // A redirect to https cannot say more, and an address has no Strict-Transport-Security.
      return m.https ? complete && !m.has_ip_host && !m.scheme_is_open : m.plain_http;
    case Protection::Isolation: return complete && m.has_content;
    case Protection::Leakage: return complete;
    case Protection::Cookies: return m.has(HeaderName::SetCookie);
  }
  return false;
}

/// Whether the lists that decide who frames the page hold more than the page's own site.
bool lists_framing_sites(const model::ResponseModel& m) {
  bool any = false;
  for (const csp::Policy& policy : m.policies) {
    if (policy.disposition != csp::Disposition::Enforce || policy.delivery == csp::Delivery::Meta) continue;
    const csp::Directive* list = policy.find(csp::DirectiveName::FrameAncestors);
    if (list == nullptr) continue;
    const csp::Policy::Tokens tokens = policy.tokens_of(*list);
    any = std::any_of(tokens.begin(), tokens.end(), [](const csp::SourceExpression& token) {
      return token.kind == csp::SourceKind::Host || token.kind == csp::SourceKind::Scheme;
    });
    if (!any) return false;
  }
  return any;
}

std::string unknown_sentence(Protection protection, const ProtectionText& words, const model::ResponseModel& m) {
  if (m.challenge) return std::string(kNotTheSite);
  if (protection == Protection::Leakage && is_known(protection, m)) return std::string(kLeakageAlone);
  if (protection == Protection::Leakage && !m.whole() && m.has(http::HeaderName::ReferrerPolicy)) {
    return std::string(kLeakageInPart);
  }
  // Of other responses, what can be known of isolation would have been.
  const bool of_pages = protection == Protection::Scripts || protection == Protection::Framing ||
                        (protection == Protection::Isolation && !m.has_content);
  return std::string(of_pages && !m.is_page() ? kNoPage : words.unknown);
}

std::string summary_of(Protection protection, int score, const RuleInfo* worst, const model::ResponseModel& m) {
  const ProtectionText& words = kTexts[static_cast<std::size_t>(protection)];
  if (worst == nullptr) {
    const bool listed = protection == Protection::Framing && lists_framing_sites(m);
    return std::string(listed ? kFramedByListed : words.whole);
  }
  if (protection == Protection::Framing && leaves_framing_to_another_header(m)) {
    return std::string(kFramedUnlessElsewhere);
  }
  const bool scripts_run = protection == Protection::Scripts && score < kBroken;
  std::string sentence(scripts_run ? kScriptsRun : std::string_view());
  sentence += worst->title;
  sentence += '.';
  return sentence;
}

}  // namespace grade_detail

std::string_view id_of(Protection protection) { return grade_detail::kRows[static_cast<std::size_t>(protection)].id; }

int cap_while_broken(std::string_view protection, int score) {
  if (score >= kBroken) return 100;
  for (const grade_detail::ProtectionRow& row : grade_detail::kRows) {
    if (row.id == protection) return row.cap;
  }
  return 100;
}

int headline_cap_of(Severity severity) {
  switch (severity) {
#define HEADSTRONG_SEVERITY_CAP(severity, score) \
  case Severity::severity:                       \
    return score;
#include "grade/rubric.def"
#undef HEADSTRONG_SEVERITY_CAP
    default: return 100;
  }
}

const std::vector<RubricEntry>& rubric() {
  static const std::vector<RubricEntry> kRubric = {
#define HEADSTRONG_DEDUCTION(rule, protection, points) {rule, Protection::protection, points},
#include "grade/rubric.def"
#undef HEADSTRONG_DEDUCTION
  };
  return kRubric;
}

namespace grade_detail {

/// The tightest cap on a protection is charged to the rule that sets it: as many points as the other
/// deductions leave above it. `lost` takes them up.
void charge_caps(std::vector<Deduction>& deductions, std::array<int, kProtectionCount>& lost) {
  for (std::size_t i = 0; i < kProtectionCount; ++i) {
    Deduction* tightest = nullptr;
    for (Deduction& deduction : deductions) {
      if (deduction.cap == 0 || deduction.protection != kRows[i].id) continue;
      if (tightest == nullptr || deduction.cap < tightest->cap) tightest = &deduction;
    }
    if (tightest == nullptr) continue;
    tightest->points = std::max(0, 100 - lost[i] - tightest->cap);
    lost[i] += tightest->points;
  }
}

using Judged = std::array<bool, kProtectionCount>;

/// Which protections have a letter. Leakage only helps an attacker to choose an attack: where nothing else can
/// be judged, a redirect to HTTPS from an unknown URL for one, a letter would praise or blame the site for
/// next to nothing.
Judged judged_protections(const model::ResponseModel& response) {
  Judged judged{};
  bool others = false;
  for (std::size_t i = 0; i < kProtectionCount; ++i) {
    const auto protection = static_cast<Protection>(i);
    judged[i] = is_known(protection, response);
    others |= judged[i] && protection != Protection::Leakage;
  }
  judged[static_cast<std::size_t>(Protection::Leakage)] &= others;
  return judged;
}

/// The rubric's entries of each rule of the catalogue, in its order.
const std::vector<std::pair<const RubricEntry*, const RubricEntry*>>& entries_by_rule() {
  static const auto kEntries = [] {
    std::vector<std::pair<const RubricEntry*, const RubricEntry*>> entries;
    const RubricEntry* entry = rubric().data();
    const RubricEntry* end = entry + rubric().size();
    for (const RuleInfo* rule : rule_catalogue()) {
      while (entry != end && entry->rule < rule->id) ++entry;
      const RubricEntry* first = entry;
      while (entry != end && entry->rule == rule->id) ++entry;
      entries.emplace_back(first, entry);
    }
    return entries;
  }();
  return kEntries;
}

/// A rule that some finding is of.
struct Raised {
  std::size_t place;  // in the catalogue
  bool certain;       // one of its findings is
  Severity severity;  // the worst of its findings
};

/// Findings of one rule may be many; each rule is there once, in the order of the first of them.
std::vector<Raised> raised_rules(const std::vector<Finding>& findings) {
  std::vector<Raised> raised;
  raised.reserve(findings.size());
  constexpr std::uint16_t kNotRaised = 0;
  std::vector<std::uint16_t> position(rule_catalogue().size(), kNotRaised);  // in `raised`, counted from 1
  for (const Finding& finding : findings) {
    const std::size_t place = place_in_catalogue(*finding.rule);
    const bool certain = finding.confidence == Confidence::Certain;
    if (position[place] == kNotRaised) {
      raised.push_back({place, certain, finding.severity});
      position[place] = static_cast<std::uint16_t>(raised.size());
      continue;
    }
    Raised& known = raised[position[place] - 1U];
    known.certain |= certain;
    known.severity = std::min(known.severity, finding.severity);
  }
  return raised;
}

/// What findings cost.
struct Losses {
  std::vector<Deduction> deductions;
  std::array<int, kProtectionCount> points{};             // lost of each protection
  std::array<const RuleInfo*, kProtectionCount> worst{};  // the rule that costs most; of several the first
  std::array<int, kProtectionCount> worst_weight{};
};

/// The most that a protection can have while the rule is raised; 0 where its points are taken instead.
int protection_cap(const RubricEntry& entry, const Raised& raised) {
  if (raised.severity == Severity::Critical) return kBroken - 1;
  if (entry.protection != Protection::Scripts || raised.certain) return 0;
  return std::max(kLikely, 100 - entry.points);
}

/// The losses of the protections that are judged, and what caps the headline all the same.
Losses losses_of(const std::vector<Finding>& findings, const Judged& judged) {
  Losses losses;
  const std::vector<Raised> all = raised_rules(findings);
  losses.deductions.reserve(all.size());
  for (const Raised& raised : all) {
    const RuleInfo* rule = rule_catalogue()[raised.place];
    const auto [first, last] = entries_by_rule()[raised.place];
    const int most = headline_cap_of(raised.severity);
    const int headline_cap = most < 100 ? most : 0;
    for (const RubricEntry* entry = first; entry != last; ++entry) {
      const auto index = static_cast<std::size_t>(entry->protection);
      if (!judged[index]) {
        if (headline_cap > 0) losses.deductions.push_back({rule->id, 0, kRows[index].id, 0, headline_cap});
        continue;
      }
      const int cap = protection_cap(*entry, raised);
      if (cap == 0) losses.points[index] += entry->points;
      const int weight = cap > 0 ? 100 - cap : entry->points;
      if (weight > losses.worst_weight[index]) {
        losses.worst_weight[index] = weight;
        losses.worst[index] = rule;
      }
      losses.deductions.push_back({rule->id, cap > 0 ? 0 : entry->points, kRows[index].id, cap, headline_cap});
    }
  }
  charge_caps(losses.deductions, losses.points);
  return losses;
}

}  // namespace grade_detail

std::string_view letter_of(int score) {
  for (const grade_detail::LetterRow& row : grade_detail::kLetters) {
    if (score >= row.score) return row.letter;
  }
  return grade_detail::kLetters[std::size(grade_detail::kLetters) - 1].letter;
}

Grade nothing_to_grade() {
  Grade result;
  for (std::size_t i = 0; i < kProtectionCount; ++i) {
    result.protections.push_back({grade_detail::kRows[i].id, grade_detail::kRows[i].weight, std::nullopt, std::nullopt,
                                  std::string(grade_detail::kTexts[i].unknown)});
  }
  return result;
}

Grade grade(const std::vector<Finding>& findings, const model::ResponseModel& response, bool summaries) {
  using namespace grade_detail;
  const Judged judged = judged_protections(response);
  Losses losses = losses_of(findings, judged);
  Grade result;
  result.partial = !response.whole();
  result.deductions = std::move(losses.deductions);
  result.protections.reserve(kProtectionCount);
  int weighted = 0;
  int weights = 0;
  int cap = 100;
  for (std::size_t i = 0; i < kProtectionCount; ++i) {
    const auto protection = static_cast<Protection>(i);
    const ProtectionRow& row = kRows[i];
    if (!judged[i]) {
      result.protections.push_back({row.id, row.weight, std::nullopt, std::nullopt,
                                    summaries ? unknown_sentence(protection, kTexts[i], response) : std::string()});
      continue;
    }
    const int score = std::max(0, 100 - losses.points[i]);
    result.protections.push_back(
        {row.id, row.weight, letter_of(score), score,
         summaries ? summary_of(protection, score, losses.worst[i], response) : std::string()});
    weighted += row.weight * score;
    weights += row.weight;
    if (score < kBroken) cap = std::min(cap, row.cap);
  }
  if (weights == 0) {
    result.deductions.clear();  // nothing is capped
    return result;
  }
  for (const Deduction& deduction : result.deductions) {
    if (deduction.headline_cap > 0) cap = std::min(cap, deduction.headline_cap);
  }
  const int score = std::min(cap, weighted / weights);
  result.score = score;
  result.letter = letter_of(score);
  return result;
}

void order_by_weight(std::vector<Finding>& findings, const Grade& grade) {
  using namespace grade_detail;
  // What a finding weighs is below it, so that the weightiest have the smallest numbers.
  constexpr std::uint64_t kMost = 0xFFFFFF;
  constexpr unsigned kIndexBits = 24;
  constexpr unsigned kWeightBits = 24;
  std::vector<std::pair<std::string_view, std::uint64_t>> charges;
  charges.reserve(grade.deductions.size());
  for (const Deduction& deduction : grade.deductions) {
    for (const ProtectionRow& row : kRows) {
      if (row.id != deduction.protection) continue;
      charges.emplace_back(deduction.rule, static_cast<std::uint64_t>(row.weight * deduction.points));
    }
  }
  // Findings are big; numbers made of what counts and of their index are sorted in their stead.
  std::vector<std::uint64_t> keys;
  keys.reserve(findings.size());
  for (const Finding& finding : findings) {
    std::uint64_t weight = 0;
    for (const auto& [rule, charge] : charges) {
      if (rule == finding.rule->id) weight += charge;
    }
    const std::uint64_t key = static_cast<std::uint64_t>(finding.severity) << kWeightBits | (kMost - weight);
    keys.push_back(key << kIndexBits | keys.size());
  }
  if (std::is_sorted(keys.begin(), keys.end())) return;
  text::sort_numbers(keys);
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (const std::uint64_t key : keys) sorted.push_back(std::move(findings[key & ((1U << kIndexBits) - 1)]));
  findings = std::move(sorted);
}

namespace grade_detail {

/// The headline's arithmetic without the findings: what is lost of each protection, and taken back.
class Headline {
 public:
  explicit Headline(const Grade& grade) : grade_(grade), in_(grade.deductions.size(), true) {
    for (const Deduction& deduction : grade.deductions) protections_.push_back(index_of(deduction));
  }

  std::size_t size() const { return in_.size(); }
  bool has(std::size_t deduction) const { return in_[deduction]; }
  void take_back(std::size_t deduction) { in_[deduction] = false; }
  void take_again(std::size_t deduction) { in_[deduction] = true; }

  /// The score, and what all that is lost weighs: that falls also where a protection has lost more than
  /// it has.
  std::pair<int, int> score_and_loss() const {
    std::array<int, kProtectionCount> lost{};
    std::array<int, kProtectionCount> caps;
    caps.fill(100);
    int loss = 0;
    int most = 100;
    for (std::size_t i = 0; i < in_.size(); ++i) {
      if (!in_[i]) continue;
      const Deduction& deduction = grade_.deductions[i];
      const std::size_t index = protections_[i];
      if (deduction.headline_cap > 0) {
        most = std::min(most, deduction.headline_cap);
        loss += 100 - deduction.headline_cap;
      }
      if (deduction.cap > 0) {
        caps[index] = std::min(caps[index], deduction.cap);
        loss += kRows[index].weight * (100 - deduction.cap);
      } else {
        lost[index] += deduction.points;
        loss += kRows[index].weight * deduction.points;
      }
    }
    int weighted = 0;
    int weights = 0;
    for (std::size_t i = 0; i < kProtectionCount; ++i) {
      if (!grade_.protections[i].score) continue;
      const int score = std::clamp(100 - lost[i], 0, caps[i]);
      weighted += kRows[i].weight * score;
      weights += kRows[i].weight;
      if (score < kBroken) most = std::min(most, kRows[i].cap);
    }
    return {std::min(most, weighted / weights), loss};
  }
  int score() const { return score_and_loss().first; }

 private:
  static std::size_t index_of(const Deduction& deduction) {
    std::size_t index = 0;
    while (kRows[index].id != deduction.protection) ++index;
    return index;
  }

  const Grade& grade_;
  std::vector<bool> in_;
  std::vector<std::size_t> protections_;  // of each deduction
};

/// The next better letter and its score; null where the letter is the best.
const LetterRow* next_row(std::string_view letter) {
  for (std::size_t i = 1; i < std::size(kLetters); ++i) {
    if (kLetters[i].letter == letter) return &kLetters[i - 1];
  }
  return nullptr;
}

}  // namespace grade_detail

std::optional<NextLetter> next_letter(const Grade& grade) {
  using namespace grade_detail;
  if (!grade.letter || !grade.score) return std::nullopt;
  const LetterRow* next = next_row(*grade.letter);
  if (next == nullptr) return std::nullopt;
  Headline headline(grade);
  std::vector<std::size_t> taken;
  while (headline.score() < next->score) {
    std::size_t best = headline.size();
    std::pair<int, int> best_gain(-1, 0);
    for (std::size_t i = 0; i < headline.size(); ++i) {
      if (!headline.has(i)) continue;
      headline.take_back(i);
      const auto [score, loss] = headline.score_and_loss();
      headline.take_again(i);
      if (best != headline.size() && std::pair(score, -loss) <= best_gain) continue;
      best = i;
      best_gain = {score, -loss};
    }
    if (best == headline.size()) break;
    headline.take_back(best);
    taken.push_back(best);
  }
  NextLetter result{next->letter, {}};
  // What an earlier step took may not be needed after a later one.
  for (const std::size_t deduction : taken) {
    headline.take_again(deduction);
    if (headline.score() >= next->score) continue;
    headline.take_back(deduction);
    const std::string_view rule = grade.deductions[deduction].rule;
    if (std::find(result.changes.begin(), result.changes.end(), rule) == result.changes.end()) {
      result.changes.push_back(rule);
    }
  }
  return result;
}

}  // namespace headstrong::grade
