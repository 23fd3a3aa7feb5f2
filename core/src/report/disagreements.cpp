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
     "It looks for unsafe words and broad schemes, not at what the hosts serve nor at what browsers make of the list."},
    {"x-frame-options", "framing", "", "It asks whether the header or frame-ancestors is there, not whom it lets in."},
    {"strict-transport-security", "transport", "Strict-Transport-Security", "It reads max-age alone."},
    {"cookies", "cookies", "Set-Cookie", "It knows session cookies by few names, and does not ask what browsers refuse."},
    {"referrer-policy", "leakage", "Referrer-Policy", "It asks which values are there, not which one browsers use."},
    {"x-content-type-options", "isolation", "X-Content-Type-Options", "It asks whether the word is there."},
    {"cross-origin-resource-policy", "isolation", "Cross-Origin-Resource-Policy", "It takes the header for a bonus."},
};

/// Why we pass what Observatory counts against.
struct Reason {
  std::string_view result;
  std::string_view sentence;
};
constexpr Reason kReasons[] = {
    {"csp-implemented-with-unsafe-inline",
     "'unsafe-inline' is switched off by a nonce, a hash or 'strict-dynamic' beside it in every current browser."},
    {"csp-implemented-with-unsafe-eval",
     "'unsafe-eval' lets no script in; it helps an attacker only where the page's own code evaluates text."},
    {"csp-implemented-with-insecure-scheme",
     "A secure page loads no script, style or frame over http, whatever the list says."},
    {"csp-implemented-with-insecure-scheme-in-passive-content-only",
     "Browsers try https for images and media of a secure page first."},
    {"csp-implemented-but-duplicate-directives", "Browsers use the first of two directives; what it says protects."},
    {"csp-not-implemented", "The policy stands in a <meta> element, which Observatory was not shown here."},
    {"csp-header-invalid", "Browsers pass over what they cannot read and enforce the rest."},
    {"hsts-implemented-max-age-less-than-six-months", "The header is in force; the short time costs less here."},
    {"cookies-without-secure-flag", "Cookies that stand for nobody's session weigh little here."},
    {"cookies-without-secure-flag-but-protected-by-hsts", "Cookies that stand for nobody's session weigh little here."},
    {"cookies-session-without-secure-flag-but-protected-by-hsts",
     "Under Strict-Transport-Security browsers send no request over http."},
    {"cookies-anticsrf-without-samesite-flag", "A token against forged requests works without SameSite."},
    {"cookies-samesite-flag-invalid", "Browsers treat the unknown value as none and store the cookie."},
    {"x-content-type-options-not-implemented", "Browsers run no image, sound or video as a script without it."},
    {"x-frame-options-not-implemented", "What is no page, or has frame-ancestors, is not framed."},
    {"referrer-policy-unsafe", "Browsers use the last value that they know."},
    {"referrer-policy-header-invalid", "Browsers fall back to strict-origin-when-cross-origin, which keeps paths back."},
    {"corp-header-invalid", "An unreadable value counts as absent, and costs as much here."},
    {"coop-header-invalid", "An unreadable value counts as absent, and costs as much here."},
};

const Topic* topic_of(std::string_view test) {
  const auto* found = std::find_if(std::begin(kTopics), std::end(kTopics), [&](const Topic& topic) { return topic.test == test; });
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
  return std::any_of(report.grade.protections.begin(), report.grade.protections.end(), [&](const ProtectionGrade& grade) {
    return grade.id == protection && grade.score.has_value();
  });
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
                           " Here it counts, because: " + message_of(*worst)});
    } else if (test.modifier < 0 && points < kSlight && !reason_of(*test.result).empty()) {
      notes.push_back({kObservatory, std::string(test.name),
                       "Observatory takes " + std::to_string(-test.modifier) + " points for " + std::string(*test.result) +
                           ". " + std::string(reason_of(*test.result))});
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
  return std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
    return finding.rule->id == rule && is_about(finding, value);
  });
}

/// Why we do not follow a grave finding of CSP Evaluator; empty where we do.
std::string why_not(const Report& report, const peers::CspEvaluatorFinding& theirs) {
  const std::string value = theirs.value ? *theirs.value : std::string();
  const std::string place = value.empty() ? theirs.directive : value + " in " + theirs.directive;
  if (theirs.type == "SCRIPT_ALLOWLIST_BYPASS") {
    for (const std::string_view rule : {"csp/script-upload-host", "csp/script-public-suffix", "csp/script-any-host"}) {
      if (is_raised_for(report, rule, value)) return {};
    }
    for (const std::string_view rule : {"csp/script-jsonp-host", "csp/script-angular-host"}) {
      const Finding* finding = find(report, rule);
      if (finding == nullptr || !is_about(*finding, value)) continue;
      if (finding->confidence == Confidence::Certain) return {};
      return "Its list has a bypass on " + place + ". We call that likely, until somebody sees it work, and scripts get a C at most.";
    }
    return "Its list has a bypass on the host of " + place +
           ". Under this policy the address does not load, or helps only where eval is allowed.";
  }
  if (theirs.type == "MISSING_DIRECTIVES" && theirs.directive == "object-src") {
    return "Plug-ins are gone from browsers: without object-src an <object> shows a frame of another site, no more. Low here.";
  }
  if (theirs.type == "OBJECT_ALLOWLIST_BYPASS") {
    return "Flash files run in no current browser; " + place + " lets in frames at most.";
  }
  if (theirs.type == "SCRIPT_UNSAFE_INLINE" && find(report, "csp/script-unsafe-inline") == nullptr) {
    return "Another directive, policy or sandbox keeps inline scripts from running, so " + place + " does no harm by itself.";
  }
  const bool broad = theirs.type == "PLAIN_WILDCARD" || theirs.type == "PLAIN_URL_SCHEMES";
  if (broad && theirs.directive == "object-src") {
    return "Plug-ins are gone from browsers: " + place + " lets an <object> show a frame of any site, no more. Low here.";
  }
  if (broad && find(report, "csp/script-any-host") == nullptr && find(report, "csp/script-data") == nullptr) {
    return "Browsers do not use " + place + " for scripts here: another list, policy or 'strict-dynamic' decides.";
  }
  return {};
}

void compare_csp_evaluator(const Report& report, std::vector<peers::Note>& notes) {
  constexpr std::size_t kMost = 20;
  const peers::CspEvaluatorAnswer& answer = report.elsewhere->csp_evaluator;
  bool grave = false;
  for (const peers::CspEvaluatorFinding& theirs : answer.findings) {
    if (theirs.severity != "HIGH") continue;
    grave = true;
    std::string sentence = why_not(report, theirs);
    if (sentence.empty() || notes.size() >= kMost) continue;
    notes.push_back({kCspEvaluator, std::string(theirs.type), "CSP Evaluator says high. " + std::move(sentence)});
  }
  if (grave || answer.error || report.policies.empty()) return;
  int points = 0;
  const Finding* worst = costliest(report, kTopics[0], points);
  if (worst == nullptr || points < 100) return;
  notes.push_back({kCspEvaluator, std::string(worst->rule->id),
                   "CSP Evaluator finds nothing grave; its list of hosts is another, and it does not ask what browsers do. "
                   "Here it counts: " + message_of(*worst)});
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
