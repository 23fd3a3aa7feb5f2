// The chain from end to end: text -> responses -> model -> verdicts -> findings -> grade -> report.
#include "headstrong/analyze.hpp"

#include <memory>
#include <string>
#include <utility>

#include "decide/reach.hpp"
#include "grade/grade.hpp"
#include "headers/csp/parse_policy.hpp"
#include "http/read_paste.hpp"
#include "model/response_model.hpp"
#include "report/input_words.hpp"
#include "report/policy_listing.hpp"
#include "rules/rule.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace analysis {

/// What the views of a report point into.
struct Owner {
  explicit Owner(std::string_view text) : source(text) {}
  text::Source source;
  http::Paste paste;
};

bool is_directive_name(std::string_view word) {
  const csp::DirectiveName name = csp::directive_name(word);
  return name != csp::DirectiveName::Unknown && csp::info(name).value != csp::ValueKind::Other;
}

/// The policies of a response ready for decisions, with the texts they point into.
struct Page {
  std::string url_buffer;
  std::string x_frame_options;
  decide::PolicySet policies;
};

void make_policy_set(const model::ResponseModel& model, Page& page) {
  grammar::Url url;
  if (grammar::parse_url(model.page_url, page.url_buffer, url) == grammar::UrlError::None) {
    page.policies.set_page(url);
  }
  for (const csp::Policy& policy : model.policies) page.policies.add(policy);
  page.x_frame_options = model::joined_value(model, http::HeaderName::XFrameOptions);
  page.policies.set_x_frame_options(page.x_frame_options);
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
  if (paste.responses.empty()) {
    report.grade = grade::nothing_to_grade();
    return report;
  }
  const model::ResponseModel model =
      model::build_model(paste.responses[paste.chosen], owner->source.bytes(), paste.format);
  Page page;
  make_policy_set(model, page);
  const decide::Reach reach(page.policies);
  report.findings = rules::run_rules({model, page.policies, reach}, report.truncated);
  report.grade = grade::grade(report.findings, model);
  if (options.policies) report.policies = report::list_policies(model.policies);
  return report;
}

}  // namespace analysis

Report analyze(std::string_view text, const AnalyzeOptions& options) {
  if (text.size() > kMaxInputBytes) {
    auto owner = std::make_shared<analysis::Owner>(std::string_view{});
    Report report = analysis::judge(owner, options);
    report.input = report::describe_too_long(text.size());
    return report;
  }
  auto owner = std::make_shared<analysis::Owner>(text);
  owner->paste = http::read_paste(owner->source, analysis::is_directive_name);
  return analysis::judge(owner, options);
}

Report analyze(const ResponseData& response, const AnalyzeOptions& options) {
  auto owner = std::make_shared<analysis::Owner>(http::header_list_source(response.headers));
  owner->paste = http::read_header_list(owner->source, response.headers, response.url,
                                        response.status);
  return analysis::judge(owner, options);
}

Report analyze_policy(std::string_view value, const AnalyzeOptions& options) {
  auto owner = std::make_shared<analysis::Owner>(value);
  owner->paste = http::read_policy(owner->source);
  return analysis::judge(owner, options);
}

}  // namespace headstrong
