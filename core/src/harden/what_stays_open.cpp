#include "harden/what_stays_open.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decide/attack_surface.hpp"
#include "decide/page.hpp"
#include "grade/grade.hpp"
#include "harden/effects.hpp"
#include "headstrong/report.hpp"
#include "http/read_paste.hpp"
#include "rules/rule.hpp"
#include "text/source.hpp"

namespace headstrong::hardening {
namespace what_stays_open_detail {

using http::HeaderName;

/// What is found in a set of headers that the response sends, and its grade. The server fills the nonce in.
template <class Use>
void judge_as(int status, const HeaderSet& headers, const http::Response& response, Use use) {
  http::HeaderPairs pairs;
  for (const Header& header : headers) pairs.emplace_back(header.name, filled_in(header.value));
  text::Source lines(http::header_list_source(pairs));
  http::Paste paste = http::read_header_list(lines, pairs, response.url, status);
  paste.responses.front().over_tls = response.over_tls;
  const decide::Page sent(paste.responses.front(), lines.bytes(), paste.format);
  const decide::AttackSurface attacks(sent.policies());
  std::uint64_t truncated = 0;
  const std::vector<Finding> findings = rules::run_rules({sent.model(), sent.policies(), attacks}, truncated);
  use(findings, grade::grade(findings, sent.model()));
}

/// The set with the response's own status: a redirect has faults that a page has not. With one that has no letter, and
/// where the text tells none, it is judged as a page's.
template <class Use>
void judge(const HeaderSet& headers, const http::Response& response, Use use) {
  constexpr int kOk = 200;
  bool judged = false;
  if (response.status != 0 && response.status != kOk) {
    judge_as(response.status, headers, response, [&](const std::vector<Finding>& findings, const Grade& grade) {
      judged = grade.letter.has_value();
      if (judged) use(findings, grade);
    });
  }
  if (!judged) judge_as(kOk, headers, response, use);
}

/// The set is judged as a whole response, so that it has a letter.
std::string_view letter_of(const Grade& grade) { return grade.letter.value_or("F"); }

/// What costs most, and the way out.
std::string why_not_better(const std::vector<Finding>& findings, const Grade& grade, bool has_nonces) {
  const Deduction* worst = nullptr;
  for (const Deduction& deduction : grade.deductions) {
    if (worst == nullptr || deduction.points > worst->points) worst = &deduction;
  }
  if (worst == nullptr) return {};
  for (const Finding& finding : findings) {
    if (finding.rule->id != worst->rule) continue;
    const bool by_host = worst->protection == "scripts" && !has_nonces;
    return " " + std::string(finding.rule->title) + ". " +
           (by_host ? "To fix it, trust scripts by nonce instead of by host (inline=nonce)."
                    : "To fix it: " + std::string(finding.rule->advice));
  }
  return {};
}

/// The option that may take a finding away; empty where none does.
std::string_view choice_for(const Finding& finding, std::string_view protection) {
  if (protection == "framing") return "framing";
  if (protection == "isolation") return "isolation";
  switch (http::header_name(finding.rule->header)) {
    case HeaderName::StrictTransportSecurity:
      return finding.rule->id == "strict-transport-security/uncovered-subdomains" ? "subdomains" : "hsts";
    case HeaderName::ContentSecurityPolicy: return protection == "scripts" ? "inline" : "sources";
    case HeaderName::SetCookie: return "cookies";
    default: return protection == "leakage" ? "leaks" : std::string_view();
  }
}

/// What the next letter takes, each rule with the choice that leads there.
std::optional<HardenNext> next_of(const std::vector<Finding>& findings, const Grade& grade) {
  const std::optional<NextLetter> next = grade::next_letter(grade);
  if (!next) return std::nullopt;
  HardenNext out{next->letter, {}};
  for (const std::string_view rule : next->changes) {
    const auto finding =
        std::find_if(findings.begin(), findings.end(), [&](const Finding& each) { return each.rule->id == rule; });
    if (finding == findings.end()) continue;
    const auto cost = std::find_if(grade.deductions.begin(), grade.deductions.end(),
                                   [&](const Deduction& each) { return each.rule == rule; });
    const std::string_view protection = cost == grade.deductions.end() ? std::string_view() : cost->protection;
    out.reasons.push_back({rule, finding->rule->title, choice_for(*finding, protection)});
  }
  return out;
}

/// Sources that were kept may let an attacker's script in, and a header may be kept that is broken.
void say_findings(const std::vector<Finding>& findings, HardenedSet& set) {
  for (const Finding& finding : findings) {
    const bool policy = http::header_name(finding.rule->header) == HeaderName::ContentSecurityPolicy;
    const bool broken =
        !policy && (finding.rule->category == Category::Syntax || finding.rule->category == Category::Ignored);
    if (finding.rule->severity <= Severity::High) {
      set.say_open(finding.rule->header, "Still open: " + message_of(finding));
    } else if (broken) {
      set.say_open(finding.rule->header, "Kept although broken: " + message_of(finding));
    }
  }
}

/// A nonce that caches hand to several visitors, or that a 304 replaces: the set can't know which pages may be stored.
void say_cached_nonces(const std::vector<Finding>& findings, HardenedSet& set) {
  for (const Finding& finding : findings) {
    if (finding.rule->id != "csp/cached-nonce" && finding.rule->id != "csp/nonce-with-validator") continue;
    set.say_open(finding.rule->header, "Still open: " + message_of(finding) + " " + std::string(finding.rule->advice));
  }
}

void say_grade(const HardenResult& result, const std::string& short_of, HardenedSet& set) {
  const std::string now(result.grade.now);
  if (result.reports_first) {
    set.say_open(
        "Content-Security-Policy-Report-Only",
        "Graded " + now + " now and " + std::string(result.grade.enforced) + " once this is enforced." + short_of);
  } else if (!short_of.empty()) {
    set.say_open("Content-Security-Policy", "Graded " + now + "." + short_of);
  } else {
    set.say("Content-Security-Policy", "Graded " + now + ".");
  }
  set.result().changes.back().beyond = true;
}

}  // namespace what_stays_open_detail

void say_what_stays_open(const http::Response& response, const HardenOptions& options, HardenedSet& set) {
  using namespace what_stays_open_detail;
  HardenResult& result = set.result();
  const HeaderSet last = once_enforced(result);
  const HeaderSet sent = sent_with(response, last);
  std::string short_of;
  const auto take_grade = [&](const std::vector<Finding>& findings, const Grade& grade) {
    result.grade.now = result.grade.enforced = letter_of(grade);
    result.grade.next = next_of(findings, grade);
    say_cached_nonces(findings, set);
    if (grade.letter == "A+" || grade.letter == "A") return;
    short_of = why_not_better(findings, grade, options.inline_scripts == Inline::Nonce);
  };
  judge(last, response, [&](const std::vector<Finding>& findings, const Grade& grade) {
    say_findings(findings, set);
    if (sent.size() == last.size()) take_grade(findings, grade);
  });
  if (sent.size() != last.size()) judge(sent, response, take_grade);
  if (result.reports_first) {
    judge(sent_with(response, result.headers), response,
          [&](const std::vector<Finding>&, const Grade& grade) { result.grade.now = letter_of(grade); });
  }
  say_grade(result, short_of, set);
}

}  // namespace headstrong::hardening
