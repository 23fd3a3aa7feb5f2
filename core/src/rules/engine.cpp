#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "rules/rule.hpp"

namespace headstrong::rules {

// Declared here alone, so that a new rule makes no other rule compile again.
#define HEADSTRONG_RULE(group, slug) \
  namespace group##_##slug {         \
  extern const RuleSpec kRule;       \
  }
#include "rules/rules.def"
#undef HEADSTRONG_RULE

Finding& Sink::add() {
  Finding* finding = &left_out_;
  if (reported_ < kMaxFindings) {
    ++reported_;
    findings_.push_back({});
    finding = &findings_.back();
  } else {
    ++truncated_;
    left_out_ = Finding{};
  }
  finding->rule = &rule_;
  finding->severity = rule_.severity;
  finding->confidence = rule_.confidence;
  finding->header = rule_.header;
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

namespace engine {

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

}  // namespace engine

std::vector<Finding> run_rules(const Context& context, std::uint64_t& truncated) {
  std::vector<Finding> findings;
  for (const RuleSpec* rule : all_rules()) {
    Sink sink(rule->info, context.response, findings, truncated);
    rule->check(context, sink);
  }
  // What is absent has no place: it stands before everything of its severity.
  const auto start = [](const Finding& f) { return f.span ? f.span->start + 1ULL : 0ULL; };
  std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
    return std::make_tuple(a.severity, start(a)) < std::make_tuple(b.severity, start(b));
  });
  engine::shorten(findings, truncated);
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

}  // namespace headstrong
