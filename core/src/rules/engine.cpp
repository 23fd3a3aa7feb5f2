#include <algorithm>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <set>
#include <utility>

#include "model/gaps.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::rules {

// Declared here alone, so that a new rule makes no other rule compile again.
#define HEADSTRONG_RULE(group, slug) \
  namespace group##_##slug {         \
    extern const RuleSpec kRule;     \
  }
#include "rules/rules.def"
#undef HEADSTRONG_RULE

Finding& Sink::add() {
  Finding* finding = nullptr;
  if (reported_ < kMaxFindings) {
    ++reported_;
    finding = &findings_.emplace_back();
  } else {
    ++truncated_;
    finding = &left_out_.emplace();
  }
  finding->rule = rule_;
  finding->severity = rule_->severity;
  finding->confidence = rule_->confidence;
  finding->browsers = rule_->browsers;
  finding->header = rule_->header;
  return *finding;
}

Finding& Sink::at(std::uint32_t field_index, Span span) {
  Finding& finding = add();
  const http::Field& field = response_.field(field_index);
  const http::HeaderName name = response_.name_of(field_index);
  finding.header = name == http::HeaderName::Unknown ? field.name : http::spelling(name);
  finding.occurrence = field.occurrence;
  finding.span = span;
  return finding;
}

Finding& Sink::at(const headers::FieldValue& value, std::string_view part) {
  const std::uint32_t field = value.field_of(part);
  return at(field, part.empty() ? response_.field(field).name_span : value.to_source(part));
}

Finding& Sink::absent() { return add(); }

const std::vector<const RuleSpec*>& all_rules() {
  static const std::vector<const RuleSpec*> kAll = {
#define HEADSTRONG_RULE(group, slug) &group##_##slug::kRule,
#include "rules/rules.def"
#undef HEADSTRONG_RULE
  };
  return kAll;
}

namespace engine_detail {

/// The findings by severity, then place, then as they were reported. What is absent has no place:
/// it stands before everything of its severity.
std::vector<Finding> in_order(std::vector<Finding> findings) {
  // Findings are big; numbers made of what counts and of their index are sorted in their stead.
  constexpr unsigned kIndexBits = 24;  // a rule reports kMaxFindings at most
  constexpr unsigned kPlaceBits = 32;
  std::vector<std::uint64_t> keys;
  keys.reserve(findings.size());
  for (const Finding& finding : findings) {
    const std::uint64_t place = finding.span ? finding.span->start + 1ULL : 0ULL;
    keys.push_back((static_cast<std::uint64_t>(finding.severity) << kPlaceBits | place) << kIndexBits | keys.size());
  }
  text::sort_numbers(keys);
  std::vector<Finding> sorted;
  sorted.reserve(findings.size());
  for (const std::uint64_t key : keys) sorted.push_back(std::move(findings[key & ((1U << kIndexBits) - 1)]));
  return sorted;
}

/// Leaves out the lightest of too many sorted findings, but never the first of a rule.
void shorten(std::vector<Finding>& findings, std::uint64_t& truncated) {
  if (findings.size() <= kMaxFindings) return;
  std::set<const RuleInfo*> rules;
  for (const Finding& finding : findings) rules.insert(finding.rule);
  std::size_t repeats_left = kMaxFindings - std::min(kMaxFindings, rules.size());
  const auto left_out = [&](const Finding& finding) {
    if (rules.erase(finding.rule) == 1) return false;
    if (repeats_left == 0) return true;
    --repeats_left;
    return false;
  };
  const auto end = std::remove_if(findings.begin(), findings.end(), std::ref(left_out));
  truncated += static_cast<std::uint64_t>(findings.end() - end);
  findings.erase(end, findings.end());
}

/// Takes away a fix that writes what stands there already: where only one browser's reading of odd
/// bytes raises a finding, the text may have the mended words and the browser pass them over.
void drop_idle_fix(Finding& finding, std::string_view source) {
  if (!finding.fix) return;
  const std::vector<Edit>& edits = finding.fix->edits;
  const bool idle = std::all_of(edits.begin(), edits.end(), [&](const Edit& edit) {
    return source.substr(edit.span.start, edit.span.size()) == edit.text;
  });
  if (idle) finding.fix.reset();
}

/// What is said of the letters of a word that is not in the text (a variable, a call) is said of its
/// place, not of it.
void drop_about_gaps(std::vector<Finding>& findings, const http::Response& response) {
  if (response.gaps.empty()) return;
  std::vector<Span> gaps = response.gaps;
  text::sort_by_start(gaps);
  std::erase_if(findings, [&](const Finding& finding) {
    const bool of_letters =
        finding.rule->category == Category::Syntax || finding.rule->id.find("nonce") != std::string_view::npos;
    if (!finding.span || !of_letters) return false;
    const auto after =
        std::partition_point(gaps.begin(), gaps.end(), [&](Span gap) { return gap.end <= finding.span->start; });
    return after != gaps.end() && after->start < finding.span->end;
  });
}

bool has_id(const Finding& finding, std::initializer_list<std::string_view> ids) {
  return std::find(ids.begin(), ids.end(), finding.rule->id) != ids.end();
}

bool ends_with(std::string_view s, std::string_view end) {
  return s.size() >= end.size() && s.substr(s.size() - end.size()) == end;
}

/// Whether a finding says that a policy lacks something.
bool is_of_absence(const Finding& finding) {
  return (text::istarts_with(finding.rule->id, "csp/") && ends_with(finding.rule->id, "-absent")) ||
         has_id(finding, {"csp/base-uri-retargets-scripts", "csp/string-sinks-open", "csp/silent-report-only",
                          "csp/report-to-alone", "csp/framing-by-x-frame-options", "x-frame-options/absent"});
}

/// Of a value that the text does not hold nothing is known but its header's name; and what a policy lacks may
/// be in its gap.
void drop_hidden(std::vector<Finding>& findings, const model::ResponseModel& response) {
  using http::HeaderName;
  using model::Gap;
  const model::Gaps gaps(response);
  if (gaps.empty()) return;
  std::vector<Span> unknown;
  for (std::uint32_t i = 0; i < response.names.size(); ++i) {
    const http::Field& field = response.field(i);
    if (gaps.of(i) != Gap::Whole || response.names[i] == HeaderName::Unknown) continue;
    unknown.push_back(
        {field.name_span.start, std::max(field.span.end, field.value.to_source(0, field.value.text().size()).end)});
  }
  text::sort_by_start(unknown);
  const bool policy = gaps.of(HeaderName::ContentSecurityPolicy) >= Gap::Words ||
                      gaps.of(HeaderName::ContentSecurityPolicyReportOnly) >= Gap::Words;
  const Gap transport = gaps.of(HeaderName::StrictTransportSecurity);
  std::erase_if(findings, [&](const Finding& finding) {
    if (policy && is_of_absence(finding)) return true;
    if (text::istarts_with(finding.rule->id, "strict-transport-security/") &&
        (transport >= Gap::Words ||
         (transport == Gap::Within && finding.rule->id.find("max-age") != std::string_view::npos))) {
      return !has_id(finding, {"strict-transport-security/ip-host", "strict-transport-security/over-http"});
    }
    if (!finding.span || text::istarts_with(finding.rule->id, "response/") ||
        has_id(finding, {"csp/old-header-name", "csp/report-only-alone"})) {
      return false;
    }
    const auto after = std::partition_point(unknown.begin(), unknown.end(),
                                            [&](Span each) { return each.start <= finding.span->start; });
    return after != unknown.begin() && finding.span->start < std::prev(after)->end;
  });
}

/// Whether a rule is about what only a page can suffer: scripts that run in it, frames around it.
bool is_about_pages(const RuleInfo& rule) {
  static constexpr std::string_view kHeaders[] = {"Content-Security-Policy",
                                                  "X-Frame-Options",
                                                  "Cross-Origin-Opener-Policy",
                                                  "Cross-Origin-Embedder-Policy",
                                                  "Permissions-Policy",
                                                  "Feature-Policy",
                                                  "Document-Policy",
                                                  "Integrity-Policy",
                                                  "Document-Isolation-Policy"};
  return std::find(std::begin(kHeaders), std::end(kHeaders), rule.header) != std::end(kHeaders);
}

/// Whether a header can do what it is for with a response that is no document: none about pages; a referrer
/// policy with what loads something more, or takes a request on to another host.
bool counts_with(const model::ResponseModel& response, const RuleInfo& rule) {
  if (rule.header == "Referrer-Policy") {
    const auto& type = response.typed.content_type;
    const bool loads = type && (text::iequals(type->header.essence, "text/css") ||
                                type->header.essence.find("javascript") != std::string_view::npos);
    return response.leads_elsewhere || (response.has_content && loads);
  }
  return !is_about_pages(rule) && rule.header != "X-XSS-Protection";
}

/// Of a header that does nothing with such a response, what is misspelled is still worth knowing; all else
/// would blame it for what it cannot suffer.
void run_where_idle(const Context& context, const RuleSpec& rule, Sink& sink, std::vector<Finding>& findings) {
  if (rule.info.category != Category::Syntax) return;
  const std::size_t before = findings.size();
  rule.check(context, sink);
  for (std::size_t i = before; i < findings.size(); ++i) findings[i].severity = Severity::Info;
}

/// What weighs less by where it is. A slip in a policy that only reports costs reports: it protects nobody
/// less and blocks nothing. What a policy lets into an SVG file harms only where somebody can upload one.
void weigh_by_place(std::vector<Finding>& findings, const model::ResponseModel& response) {
  for (Finding& finding : findings) {
    const bool reported = finding.header == http::spelling(http::HeaderName::ContentSecurityPolicyReportOnly);
    if (reported && finding.rule->category == Category::Syntax) {
      finding.severity = std::max(finding.severity, Severity::Low);
    }
    if (response.is_xml && finding.rule->category == Category::Security &&
        finding.header == http::spelling(http::HeaderName::ContentSecurityPolicy)) {
      finding.severity = std::max(finding.severity, Severity::Medium);
      finding.confidence = Confidence::Likely;
    }
  }
}

}  // namespace engine_detail

std::vector<Finding> run_rules(const Context& context, std::uint64_t& truncated) {
  constexpr std::size_t kUsual = 32;
  std::vector<Finding> findings;
  findings.reserve(kUsual);
  Sink sink(context.response, findings, truncated);
  for (const RuleSpec* rule : all_rules()) {
    sink.set_rule(rule->info);
    if (context.response.is_document || engine_detail::counts_with(context.response, rule->info)) {
      rule->check(context, sink);
    } else {
      engine_detail::run_where_idle(context, *rule, sink, findings);
    }
  }
  engine_detail::drop_about_gaps(findings, *context.response.response);
  engine_detail::drop_hidden(findings, context.response);
  engine_detail::weigh_by_place(findings, context.response);
  for (Finding& finding : findings) engine_detail::drop_idle_fix(finding, context.response.source);
  findings = engine_detail::in_order(std::move(findings));
  engine_detail::shorten(findings, truncated);
  return findings;
}

}  // namespace headstrong::rules

namespace headstrong {

const std::vector<const RuleInfo*>& rule_catalogue() {
  static const std::vector<const RuleInfo*> kInfos = [] {
    std::vector<const RuleInfo*> infos;
    for (const rules::RuleSpec* rule : rules::all_rules()) infos.push_back(&rule->info);
    return infos;
  }();
  return kInfos;
}

std::size_t place_in_catalogue(const RuleInfo& rule) {
  using Entry = std::pair<const RuleInfo*, std::size_t>;
  const auto before = [](const Entry& a, const Entry& b) { return std::less<const RuleInfo*>()(a.first, b.first); };
  // By address: the catalogue's order is that of the ids, and comparing texts takes longer.
  static const std::vector<Entry> kPlaces = [&] {
    const std::vector<const RuleInfo*>& rules = rule_catalogue();
    std::vector<Entry> places;
    for (const std::uint32_t place : text::ordered(rules.size(), [&](std::uint32_t a, std::uint32_t b) {
           return std::less<const RuleInfo*>()(rules[a], rules[b]);
         })) {
      places.emplace_back(rules[place], place);
    }
    return places;
  }();
  return std::lower_bound(kPlaces.begin(), kPlaces.end(), Entry{&rule, 0}, before)->second;
}

}  // namespace headstrong
