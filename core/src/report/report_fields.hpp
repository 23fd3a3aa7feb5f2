// The fields of the report, each struct described once (design section 3.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grade/grade.hpp"
#include "headstrong/profile.hpp"
#include "headstrong/report.hpp"
#include "report/json_writer.hpp"
#include "report/sentences.hpp"

namespace headstrong {

namespace grade {
/// What a rule costs, of the 100 points of a protection.
template <class V>
void fields(V& v, const grade::RubricEntry& entry) {
  v("protection", grade::id_of(entry.protection));
  v("points", static_cast<std::uint64_t>(entry.points));
}
}  // namespace grade

template <class V>
void fields(V& v, const Edit& edit) {
  v("start", report::Position{edit.span.start});
  v("end", report::Position{edit.span.end});
  v("text", edit.text);
}

template <class V>
void fields(V& v, const Fix& fix) {
  v("title", fix.title);
  v("applicability", to_string(fix.applicability));
  v("edits", fix.edits);
}

template <class V>
void fields(V& v, const Place& place) {
  v("span", place.span);
  v("label", place.label);
  v("confidence", to_string(place.confidence));
  v.optional("edits", place.edits);
}

template <class V>
void fields(V& v, const Related& related) {
  v("span", related.span);
  v("label", related.label);
}

/// The browsers of a set by their names in JSON; empty where all are alike.
std::vector<std::string_view> browsers_of(decide::Browsers browsers);

/// The references of a rule without the unused places.
std::vector<std::string_view> references_of(const RuleInfo& rule);

/// The message of a finding: the rule's, where nothing is filled in, or else what `words` gets.
std::string_view message_of(const Finding& finding, std::string& words);

template <class V>
void fields(V& v, const Finding& finding) {
  v("rule", finding.rule->id);
  v("severity", to_string(finding.severity));
  v.of_rule("category", [&] { return to_string(finding.rule->category); });
  v("confidence", to_string(finding.confidence));
  v.optional("browsers", browsers_of(finding.browsers));
  v("header", finding.header);
  v("occurrence", finding.occurrence);
  v.of_rule("title", [&] { return finding.rule->title; });
  std::string words;
  v("message", message_of(finding, words));
  v.of_rule("why", [&] { return finding.rule->why; });
  v.of_rule("advice", [&] { return finding.rule->advice; });
  v("span", finding.span);
  v("related", finding.related);
  v.optional("fix", finding.fix);
  v.optional("places", finding.places);
  v.of_rule("references", [&] { return references_of(*finding.rule); });
}

template <class V>
void fields(V& v, const RuleInfo& rule) {
  v("id", rule.id);
  v("header", rule.header);
  v("category", to_string(rule.category));
  v("severity", to_string(rule.severity));
  v("confidence", to_string(rule.confidence));
  v.optional("browsers", browsers_of(rule.browsers));
  v("title", rule.title);
  v("message", rule.message);
  v.optional("several", rule.several);
  v("why", rule.why);
  v("advice", rule.advice);
  v("references", references_of(rule));
  v("bad", rule.bad);
  v("good", rule.good);
  std::vector<grade::RubricEntry> points;
  for (const grade::RubricEntry& entry : grade::rubric()) {
    if (entry.rule == rule.id) points.push_back(entry);
  }
  if (!points.empty()) v("points", points);
}

template <class V>
void fields(V& v, const ResponseSummary& response) {
  v.optional("url", response.url);
  v.optional("status", static_cast<std::uint64_t>(response.status));
  v("headers", response.headers);
  v("chosen", response.chosen);
  v("label", response.label);
  v("span", response.span);
  v.optional("place", response.place);
  v("fields", response.fields);
  v.optional("gaps", response.gaps);
}

template <class V>
void fields(V& v, const RequestVerdict& verdict) {
  for (std::size_t i = 0; i < decide::kProfileCount; ++i) {
    v(decide::profile_name(decide::kProfiles[i]), i < verdict.words.size() ? verdict.words[i] : std::string_view());
  }
}

template <class V>
void fields(V& v, const RequestSummary& request) {
  v("type", request.type);
  v.optional("url", request.url);
  v.optional("content", request.content);
  v.optional("contentHash", request.content_hash);
  v.optional("name", request.name);
  v("directive", request.directive);
  v.optional("policy", request.policy);
  v.optional("page", request.page);
  v("disposition", request.disposition);
  v.optional("browser", request.browser);
  v("said", request.said);
  v("span", request.span);
  v.optional("verdict", request.verdict);
  v.optional("cause", request.cause);
}

template <class V>
void fields(V& v, const LossSummary& loss) {
  v("place", loss.place);
  v("span", loss.span);
  v("headers", loss.headers);
  v.optional("response", loss.response);
  v("sentence", loss.sentence);
}

template <class V>
void fields(V& v, const InputSummary& input) {
  v("format", input.format);
  v("description", input.description);
  v("responses", input.responses);
  v("notices", input.notices);
  v.optional("losses", input.losses);
  v.optional("targets", input.targets);
  v.optional("requests", input.requests);
}

template <class V>
void fields(V& v, const ProtectionGrade& protection) {
  v("id", protection.id);
  v("letter", protection.letter);
  v("score", protection.score);
  v("weight", static_cast<std::uint64_t>(protection.weight));
  v("summary", protection.summary);
}

template <class V>
void fields(V& v, const Deduction& deduction) {
  v("rule", deduction.rule);
  v("points", deduction.points);
  v("protection", deduction.protection);
  v.optional("cap", static_cast<std::uint64_t>(deduction.cap));
  v.optional("headlineCap", static_cast<std::uint64_t>(deduction.headline_cap));
}

template <class V>
void fields(V& v, const NextLetter& next) {
  v("letter", next.letter);
  v("changes", next.changes);
}

template <class V>
void fields(V& v, const Grade& grade) {
  v("letter", grade.letter);
  v("score", grade.score);
  v.optional("extent", report::extent(grade));
  v.optional("partial", grade.partial ? std::optional<bool>(true) : std::nullopt);
  v("protections", grade.protections);
  v("deductions", grade.deductions);
  v.optional("next", grade::next_letter(grade));
}

template <class V>
void fields(V& v, const PolicyValue& value) {
  v("text", value.text);
  v("span", value.span);
  v("kind", value.kind);
}

template <class V>
void fields(V& v, const PolicyDirective& directive) {
  v("name", directive.name);
  v("span", directive.span);
  v("duplicate", directive.duplicate);
  v("values", directive.values);
}

template <class V>
void fields(V& v, const PolicySummary& policy) {
  v("disposition", policy.disposition);
  v("source", policy.source);
  v("text", policy.text);
  v("span", policy.span);
  v("directives", policy.directives);
}

/// Everything behind "schema", "rubric" and "encoding".
template <class V>
void fields(V& v, const Report& report) {
  v.optional("truncated", report.truncated);
  v("input", report.input);
  v("grade", report.grade);
  v("findings", report.findings);
  v("page", report.page);
  v.optional("xFrameOptions", report.x_frame_options);
  v.optional("xFrameOptionsSpan", report.x_frame_options_span);
  v.optional("responseHeaders", report.response_headers);
  v("policies", report.policies);
  v("elsewhere", report.elsewhere);
}

}  // namespace headstrong
