#include "report/disagreements.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "text/ascii.hpp"

namespace headstrong {
namespace disagreements_detail {

constexpr std::string_view kObservatory = "observatory";
constexpr std::string_view kCspEvaluator = "cspEvaluator";

/// What a test of Observatory is about here, and what it does not look at.
struct Topic {
  std::string_view test;
  std::string_view protection;
  std::string_view header;  // whose findings count; empty: all of the protection
  std::string_view blind;   // why it passes what we do not
};
constexpr Topic kTopics[] = {
    {"content-security-policy", "scripts", "Content-Security-Policy",
     "It looks for unsafe keywords and broad schemes, but not at what the hosts serve or what browsers do with "
     "the list."},
    {"x-frame-options", "framing", "",
     "It checks whether the header or frame-ancestors is present, not whom "
     "they allow."},
    {"strict-transport-security", "transport", "Strict-Transport-Security", "It reads only max-age."},
    {"cookies", "cookies", "Set-Cookie",
     "It knows few names of session cookies and doesn't check what "
     "browsers refuse."},
    {"referrer-policy", "leakage", "Referrer-Policy",
     "It checks which values are present, not which one "
     "browsers use."},
    {"x-content-type-options", "isolation", "X-Content-Type-Options", "It checks whether the word is present."},
    {"cross-origin-resource-policy", "isolation", "Cross-Origin-Resource-Policy", "It counts the header as a bonus."},
};

/// Why we pass what Observatory counts against.
struct Reason {
  std::string_view result;
  std::string_view sentence;
};
constexpr Reason kReasons[] = {
    {"csp-implemented-with-unsafe-inline",
     "A nonce, a hash or 'strict-dynamic' beside 'unsafe-inline' switches it off in every current browser."},
    {"csp-implemented-with-unsafe-eval",
     "'unsafe-eval' lets no script load; it helps an attacker only if the page's own code evaluates text."},
    {"csp-implemented-with-insecure-scheme",
     "A secure page never loads scripts, styles or frames over http, whatever the list says."},
    {"csp-implemented-with-insecure-scheme-in-passive-content-only",
     "On a secure page, browsers try https first for images and media."},
    {"csp-implemented-but-duplicate-directives", "Browsers use the first of the two directives, which protects."},
    {"csp-not-implemented", "The policy is in a <meta> element, which Observatory was not shown here."},
    {"csp-header-invalid", "Browsers ignore the part they can't read and enforce the rest."},
    {"hsts-implemented-max-age-less-than-six-months", "The header is in force; a short time costs less here."},
    {"cookies-without-secure-flag", "Cookies without a session weigh little here."},
    {"cookies-without-secure-flag-but-protected-by-hsts", "Cookies without a session weigh little here."},
    {"cookies-session-without-secure-flag-but-protected-by-hsts",
     "With Strict-Transport-Security in force, Chromium and Firefox send the cookie over https only."},
    {"cookies-anticsrf-without-samesite-flag", "A token against forged requests works without SameSite."},
    {"cookies-samesite-flag-invalid", "Browsers ignore the unknown value and store the cookie."},
    {"x-content-type-options-not-implemented",
     "Browsers never run images, audio or video as scripts, even "
     "without it."},
    {"x-frame-options-not-implemented",
     "Framing harms pages that visitors click on: this isn't one, or it has frame-ancestors, which browsers prefer."},
    {"referrer-policy-unsafe", "Browsers use the last value they know, and it keeps paths from other sites."},
    {"referrer-policy-header-invalid",
     "Browsers fall back to strict-origin-when-cross-origin, which keeps "
     "paths private."},
    {"corp-header-invalid", "An invalid value counts as a missing header and costs the same here."},
    {"coop-header-invalid", "An invalid value counts as a missing header and costs the same here."},
};

const Topic* topic_of(std::string_view test) {
  const auto* found =
      std::find_if(std::begin(kTopics), std::end(kTopics), [&](const Topic& topic) { return topic.test == test; });
  return found == std::end(kTopics) ? nullptr : found;
}

std::string_view reason_of(std::string_view result) {
  for (const Reason& reason : kReasons) {
    if (reason.result == result) return reason.sentence;
  }
  return {};
}

const Finding* find(const Report& report, std::string_view rule) {
  for (const Finding& finding : report.findings) {
    if (finding.rule->id == rule) return &finding;
  }
  return nullptr;
}

/// The finding on the topic that costs most; null where none costs anything.
const Finding* costliest(const Report& report, const Topic& topic, int& points) {
  const Finding* worst = nullptr;
  points = 0;
  for (const Deduction& deduction : report.grade.deductions) {
    if (deduction.protection != topic.protection || deduction.points <= points) continue;
    const Finding* finding = find(report, deduction.rule);
    if (finding == nullptr || (!topic.header.empty() && finding->rule->header != topic.header)) continue;
    worst = finding;
    points = deduction.points;
  }
  return worst;
}

/// What a deduction has to cost for a pass to be another opinion; a letter of the protection.
constexpr int kWeighty = 30;
/// Below this what the peer counts against is no letter here.
constexpr int kSlight = 15;

bool is_judged(const Report& report, std::string_view protection) {
  return std::any_of(report.grade.protections.begin(), report.grade.protections.end(),
                     [&](const ProtectionGrade& grade) { return grade.id == protection && grade.score.has_value(); });
}

void compare_observatory(const Report& report, std::vector<peers::Note>& notes) {
  for (const peers::ObservatoryTest& test : report.elsewhere->observatory.tests) {
    const Topic* topic = topic_of(test.name);
    // What was not pasted is nothing to us, and absent to the peer.
    if (topic == nullptr || !test.result || !is_judged(report, topic->protection)) continue;
    int points = 0;
    const Finding* worst = costliest(report, *topic, points);
    if (test.modifier >= 0 && worst != nullptr && points >= kWeighty) {
      notes.push_back({kObservatory, std::string(test.name),
                       "Observatory passes this (" + std::string(*test.result) + "). " + std::string(topic->blind) +
                           " It costs points here: " + message_of(*worst)});
    } else if (test.modifier < 0 && points < kSlight && !reason_of(*test.result).empty()) {
      notes.push_back({kObservatory, std::string(test.name),
                       "Observatory takes " + std::to_string(-test.modifier) + " points for " +
                           std::string(*test.result) + ". " + std::string(reason_of(*test.result))});
    }
  }
}

/// Whether a finding is about these words: at one of its places, or the first thing that it names.
bool is_about(const Finding& finding, std::string_view value) {
  for (const Place& place : finding.places) {
    if (text::iequals(place.label, value)) return true;
  }
  return !finding.arguments.empty() && text::iequals(finding.arguments[0], value);
}

bool is_raised_for(const Report& report, std::string_view rule, std::string_view value) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& finding) { return finding.rule->id == rule && is_about(finding, value); });
}

// The words of a note; {} is where the peer's findings of one kind are. Nothing: we agree.
constexpr std::string_view kReported =
    "Its list has a bypass on {}. We rate it as likely until somebody sees it work, and cap scripts at C.";
constexpr std::string_view kUnlisted =
    "Its list has a bypass on the host of {}. Our list has none that would load under this policy.";
constexpr std::string_view kNoPlugins =
    "Browsers have dropped plugins: without object-src, an <object> can only show another site's frame.";
constexpr std::string_view kNoPluginsIn = "Browsers have dropped plugins: {} only lets an <object> show a frame.";
constexpr std::string_view kNoFlash = "No current browser runs Flash files: {} can only let frames in.";
constexpr std::string_view kNoInline =
    "Another directive, policy or sandbox keeps inline scripts from running, so {} does no harm by itself.";
constexpr std::string_view kOtherList =
    "Browsers do not use {} for scripts here: another list, policy or 'strict-dynamic' decides.";

/// Why no finding says that a host of scripts serves what bypasses the list; empty where one does.
std::string_view why_no_bypass(const Report& report, std::string_view host) {
  for (const std::string_view rule : {"csp/script-upload-host", "csp/script-public-suffix", "csp/script-any-host"}) {
    if (is_raised_for(report, rule, host)) return {};
  }
  for (const std::string_view rule : {"csp/script-jsonp-host", "csp/script-angular-host"}) {
    const Finding* finding = find(report, rule);
    if (finding == nullptr || !is_about(*finding, host)) continue;
    return finding->confidence == Confidence::Certain ? std::string_view() : kReported;
  }
  return kUnlisted;
}

/// Why we do not follow a grave finding of CSP Evaluator.
std::string_view why_not(const Report& report, const peers::CspEvaluatorFinding& theirs) {
  if (theirs.type == "SCRIPT_ALLOWLIST_BYPASS") {
    return why_no_bypass(report, theirs.value ? std::string_view(*theirs.value) : std::string_view());
  }
  if (theirs.type == "MISSING_DIRECTIVES" && theirs.directive == "object-src") return kNoPlugins;
  if (theirs.type == "OBJECT_ALLOWLIST_BYPASS") return kNoFlash;
  if (theirs.type == "SCRIPT_UNSAFE_INLINE" && find(report, "csp/script-unsafe-inline") == nullptr) return kNoInline;
  const bool broad = theirs.type == "PLAIN_WILDCARD" || theirs.type == "PLAIN_URL_SCHEMES";
  if (broad && theirs.directive == "object-src") return kNoPluginsIn;
  const bool any_host = find(report, "csp/script-any-host") != nullptr || find(report, "csp/script-data") != nullptr;
  return broad && !any_host ? kOtherList : std::string_view();
}

/// Where the peer's findings of one kind are, of which we say the same.
struct Group {
  std::string_view type;
  std::string_view pattern;
  std::string places;
  std::size_t count = 0;
};

void add_to_group(std::vector<Group>& groups, const peers::CspEvaluatorFinding& theirs, std::string_view pattern) {
  constexpr std::size_t kNamed = 6;
  auto group = std::find_if(groups.begin(), groups.end(),
                            [&](const Group& known) { return known.type == theirs.type && known.pattern == pattern; });
  if (group == groups.end()) group = groups.insert(groups.end(), Group{theirs.type, pattern, {}, 0});
  if (++group->count > kNamed) return;
  if (!group->places.empty()) group->places += ", ";
  group->places += theirs.value ? *theirs.value + " in " + theirs.directive : theirs.directive;
}

void compare_csp_evaluator(const Report& report, std::vector<peers::Note>& notes) {
  const peers::CspEvaluatorAnswer& answer = report.elsewhere->csp_evaluator;
  const auto is_grave = [](const peers::CspEvaluatorFinding& theirs) { return theirs.severity == "HIGH"; };
  const bool grave = std::any_of(answer.findings.begin(), answer.findings.end(), is_grave);
  if (!is_judged(report, "scripts")) {
    if (!grave) return;
    notes.push_back(
        {kCspEvaluator, "HIGH",
         "CSP Evaluator only reads the policy. This response isn't a page, so nothing in it loads or runs."});
    return;
  }
  std::vector<Group> groups;
  for (const peers::CspEvaluatorFinding& theirs : answer.findings) {
    const std::string_view pattern = is_grave(theirs) ? why_not(report, theirs) : std::string_view();
    if (!pattern.empty()) add_to_group(groups, theirs, pattern);
  }
  for (const Group& group : groups) {
    std::string sentence(group.pattern);
    if (const std::size_t place = sentence.find("{}"); place != std::string::npos) {
      sentence.replace(place, 2, group.places + (group.count > 6 ? " and others" : ""));
    }
    notes.push_back(
        {kCspEvaluator, std::string(group.type), "CSP Evaluator rates this as high. " + std::move(sentence)});
  }
  if (grave || answer.error || report.policies.empty()) return;
  int points = 0;
  const Finding* worst = costliest(report, kTopics[0], points);
  if (worst == nullptr || points < 100) return;
  notes.push_back({kCspEvaluator, std::string(worst->rule->id),
                   "CSP Evaluator finds nothing serious: it has another list of hosts and doesn't check what "
                   "browsers do. It costs points here: " +
                       message_of(*worst)});
}

}  // namespace disagreements_detail

std::vector<peers::Note> explain_disagreements(const Report& report) {
  std::vector<peers::Note> notes;
  if (!report.elsewhere || report.input.responses.empty()) return notes;
  disagreements_detail::compare_observatory(report, notes);
  disagreements_detail::compare_csp_evaluator(report, notes);
  return notes;
}

}  // namespace headstrong
