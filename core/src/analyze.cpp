// The chain from end to end: text -> responses -> model -> verdicts -> findings -> grade -> report.
#include "headstrong/analyze.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "advise/told_requests.hpp"
#include "decide/attack_surface.hpp"
#include "decide/page.hpp"
#include "grade/grade.hpp"
#include "grade/judge_report_only.hpp"
#include "grade/try_fixes.hpp"
#include "grammar/header_names.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/csp/policy.hpp"
#include "http/read_paste.hpp"
#include "model/told_targets.hpp"
#include "peers/peers.hpp"
#include "report/describe_input.hpp"
#include "report/disagreements.hpp"
#include "report/policy_listing.hpp"
#include "rules/join_places.hpp"
#include "rules/prove_fixes.hpp"
#include "rules/rule.hpp"
#include "rules/settle_edits.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace analyze_detail {

/// The rule whose finding leaves nothing to say to the other ones.
inline constexpr std::string_view kChallengeRule = "response/challenge-page";

/// What the views of a report point into.
struct Owner {
  explicit Owner(std::string_view text) : source(text) {}
  text::Source source;
  http::Paste paste;
};

/// The headers that stop requests which the policies allow.
std::optional<std::vector<std::vector<std::string>>> headers_beside_policies(const model::ResponseModel& model) {
  constexpr http::HeaderName kNames[] = {http::HeaderName::ContentType, http::HeaderName::XContentTypeOptions,
                                         http::HeaderName::CrossOriginEmbedderPolicy};
  std::vector<std::vector<std::string>> found;
  for (const http::HeaderName name : kNames) {
    std::string value = model::joined_value(model, name);
    if (value.empty()) continue;
    found.push_back({std::string(http::spelling(name)), std::move(value)});
  }
  if (found.empty()) return std::nullopt;
  return found;
}

/// Where X-Frame-Options is set first; nothing where it isn't.
std::optional<Span> frame_options_span(const model::ResponseModel& model) {
  const auto& fields = model.fields(http::HeaderName::XFrameOptions);
  if (fields.empty()) return std::nullopt;
  return model.field(fields.front()).span;
}

/// What the peers would say of the response's headers; <meta> elements are none of theirs here.
peers::Answers ask_peers(const http::Response& response, int observatory_algorithm) {
  std::vector<peers::HeaderView> headers;
  std::string_view policy;
  for (const http::Field& field : response.fields) {
    if (field.from_meta) continue;
    headers.push_back({field.name, field.value.text()});
    if (policy.data() == nullptr && http::header_name(field.name) == http::HeaderName::ContentSecurityPolicy) {
      policy = field.value.text();
    }
  }
  peers::Answers answers;
  answers.observatory = peers::observatory(headers, response.url, observatory_algorithm);
  answers.security_headers = peers::security_headers(headers);
  if (policy.data() != nullptr) answers.csp_evaluator = peers::csp_evaluator(policy);
  return answers;
}

/// Of an answer that is not the site's, only that is said.
void keep_challenge_alone(std::vector<Finding>& findings) {
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [](const Finding& finding) { return finding.rule->id != kChallengeRule; }),
                 findings.end());
}

/// The findings on a page and its grade. Without `details`, findings have no words and no fixes.
grade::Judgement judgement_of(const http::Paste& paste, const decide::Page& page, std::string_view source, bool details,
                              std::uint64_t& truncated) {
  const model::ResponseModel& model = page.model();
  const decide::AttackSurface attacks(page.policies());
  const rules::Context context{model, page.policies(), attacks, !details};
  grade::Judgement judgement;
  judgement.findings = rules::run_rules(context, truncated);
  if (details) rules::prove_fixes(context, judgement.findings);
  judgement.grade = grade::grade(judgement.findings, model, details);
  if (details) grade::try_fixes(paste, model, source, judgement);
  grade::judge_report_only(page, judgement);
  grade::order_by_weight(judgement.findings, judgement.grade);
  if (model.challenge) keep_challenge_alone(judgement.findings);
  rules::join_places(model, judgement.findings);
  return judgement;
}

/// Writes edits as the text's language wants them; those that it can't take are left out.
void settle_edits(const model::ResponseModel& model, std::string_view source, std::vector<Finding>& findings) {
  if (!rules::EditSettler::is_needed(*model.response)) return;
  const rules::EditSettler settler(*model.response, source, model.format);
  for (Finding& finding : findings) {
    if (finding.fix && !settler.settle(finding.fix->edits)) finding.fix.reset();
    for (Place& place : finding.places) {
      if (!settler.settle(place.edits)) place.edits.clear();
    }
  }
}

Report judge(const std::shared_ptr<Owner>& owner, const AnalyzeOptions& options) {
  Report report;
  report.owner = owner;
  report.source = owner->source.bytes();
  http::Paste& paste = owner->paste;
  if (options.response && *options.response < paste.responses.size()) {
    paste.chosen = *options.response;
  }
  report.input = report::describe_input(paste, owner->source.bytes());
  report.input.requests = judge_told_requests(paste);
  if (options.details) report.input.targets = model::targets_told(paste, owner->source.bytes());
  if (paste.responses.empty()) {
    // The peers are asked about responses, too: they would grade what nobody sent.
    report.grade = grade::nothing_to_grade();
    return report;
  }
  const decide::Page page(paste.responses[paste.chosen], owner->source.bytes(), paste.format);
  const model::ResponseModel& model = page.model();
  if (model.policies.size() >= csp::kMaxPolicies) {
    report.input.notices.push_back("Only the first 131,072 policies were read: no browser accepts headers with more.");
  }
  // A name within a value explains other findings by what its fix does: there it is needed.
  const bool details = options.details || !model.names_in_values.empty();
  grade::Judgement judgement = judgement_of(paste, page, report.source, details, report.truncated);
  report.findings = std::move(judgement.findings);
  report.grade = std::move(judgement.grade);
  if (details) settle_edits(model, report.source, report.findings);
  report.page = model.page_url;
  report.x_frame_options = model::joined_value(model, http::HeaderName::XFrameOptions);
  report.x_frame_options_span = frame_options_span(model);
  if (options.policies) {
    report.policies = report::list_policies(model.policies);
    report.response_headers = headers_beside_policies(model);
  }
  if (options.elsewhere) {
    report.elsewhere = ask_peers(*model.response, options.observatory);
    if (options.policies) report.elsewhere->notes = explain_disagreements(report);
  }
  return report;
}

}  // namespace analyze_detail

Report analyze(std::string_view text, const AnalyzeOptions& options) {
  if (text.size() > kMaxInputBytes) return analyze_too_long(text.size(), options);
  auto owner = std::make_shared<analyze_detail::Owner>(text);
  owner->paste = http::read_paste(owner->source);
  return analyze_detail::judge(owner, options);
}

Report analyze_too_long(std::size_t bytes, const AnalyzeOptions& options) {
  auto owner = std::make_shared<analyze_detail::Owner>(std::string_view{});
  Report report = analyze_detail::judge(owner, options);
  report.input = report::describe_too_long(bytes);
  return report;
}

Report analyze(const ResponseData& response, const AnalyzeOptions& options) {
  auto owner = std::make_shared<analyze_detail::Owner>(http::header_list_source(response.headers));
  owner->paste = http::read_header_list(owner->source, response.headers, response.url, response.status);
  return analyze_detail::judge(owner, options);
}

Elsewhere elsewhere(std::string_view text, const AnalyzeOptions& options) {
  // The notes on where the peers disagree with us need our own report.
  AnalyzeOptions whole = options;
  whole.elsewhere = whole.policies = whole.details = true;
  Report report = analyze(text, whole);
  return {report.input.responses.size(), std::move(report.elsewhere)};
}

std::string no_such_response(std::size_t response, std::size_t count) {
  const std::string has = count == 0 ? "contains no response"
                          : count == 1
                              ? "contains one response, number 0"
                              : "holds " + std::to_string(count) + " responses, 0 to " + std::to_string(count - 1);
  return "there is no response " + std::to_string(response) + ": the text " + has;
}

Report analyze_policy(std::string_view value, const AnalyzeOptions& options) {
  auto owner = std::make_shared<analyze_detail::Owner>(value);
  owner->paste = http::read_policy(owner->source);
  return analyze_detail::judge(owner, options);
}

}  // namespace headstrong
