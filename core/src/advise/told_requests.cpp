#include "advise/told_requests.hpp"

#include <string>
#include <utility>

#include "headstrong/decide.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace told_requests_detail {

using http::Teller;

std::optional<decide::Profile> browser_of(Teller teller) {
  switch (teller) {
    case Teller::Chromium: return decide::Profile::Chromium;
    case Teller::Firefox: return decide::Profile::Firefox;
    case Teller::WebKit: return decide::Profile::WebKit;
    case Teller::Report: break;
  }
  return std::nullopt;
}

/// Judged by what the message quotes alone, which may be one directive of several: as far as it goes.
void judge(const http::ToldRequest& told, RequestSummary& summary) {
  decide::Request request;
  if (told.policy.empty() || !decide::request_type(told.type, request.type)) return;
  request.url = told.url;
  request.name = told.name;
  request.content = told.content;
  if (told.content.empty()) request.content_hash = told.hash;
  // What is not told is the page's parent, and the name of a policy.
  const bool untold =
      (told.type == "frame-ancestors" && told.url.empty()) || (told.type == "trusted-type-policy" && told.name.empty());
  if (untold) return;
  const auto disposition = told.report_only ? decide::PolicyDisposition::Report : decide::PolicyDisposition::Enforce;
  std::string_view page = told.page;
  decide::Decider decider(page, {{told.policy, disposition}});
  if (!decider.error().empty()) decider = decide::Decider({}, {{told.policy, disposition}});
  decide::Verdict verdict;
  if (!decider.decide(request, verdict).empty()) return;
  std::vector<std::string_view> verdicts;
  for (const bool allowed : verdict.allowed) verdicts.push_back(allowed ? "allowed" : "blocked");
  summary.verdict = RequestVerdict{std::move(verdicts)};
  summary.cause = decider.likely_cause({browser_of(told.teller), told.policy, told.report_only}, request, verdict);
}

std::string_view thing_of(std::string_view type) {
  if (type == "inline-script") return "an inline script";
  if (type == "inline-style") return "an inline style";
  if (type == "script-attribute") return "an event handler";
  if (type == "style-attribute") return "a style attribute";
  if (type == "javascript-url") return "a javascript: URL";
  if (type == "eval") return "eval";
  if (type == "wasm-eval") return "WebAssembly";
  if (type == "trusted-type-policy") return "a Trusted Types policy";
  if (type == "trusted-type-sink") return "a string passed to a Trusted Types sink";
  return "being framed";
}

/// "A message of Chromium's console: img-src blocked https://pics.example/a.png"
std::string sentence_of(const http::ToldRequest& told) {
  constexpr std::size_t kReadable = 200;
  std::string said = "A violation report";
  if (told.teller == Teller::WebKit) said = "Safari (WebKit)'s console";
  else if (told.teller != Teller::Report) said = std::string(profile_title(*browser_of(told.teller))) + "'s console";
  said += ": " + std::string(told.directive) + (told.report_only ? " (report-only) would block " : " blocked ");
  std::string what(told.url.empty() ? thing_of(told.type) : text::valid_utf8(told.url.substr(0, kReadable)));
  if (told.url.size() > kReadable) what += "...";
  if (!told.name.empty()) what += " \"" + text::valid_utf8(told.name.substr(0, kReadable)) + "\"";
  said += what;
  if (!told.page.empty()) said += " on " + text::valid_utf8(told.page.substr(0, kReadable));
  return said;
}

}  // namespace told_requests_detail

std::optional<std::vector<RequestSummary>> judge_told_requests(const http::Paste& paste) {
  using namespace told_requests_detail;
  if (paste.messages.requests.empty()) return std::nullopt;
  std::vector<RequestSummary> requests;
  requests.reserve(paste.messages.requests.size());
  for (const http::ToldRequest& told : paste.messages.requests) {
    RequestSummary summary;
    summary.type = told.type;
    summary.url = told.url;
    summary.content = told.content;
    summary.content_hash = told.hash;
    summary.name = told.name;
    summary.directive = told.directive;
    summary.policy = told.policy;
    summary.page = told.page;
    summary.disposition = told.report_only ? "report" : "enforce";
    if (const auto browser = browser_of(told.teller)) summary.browser = decide::profile_name(*browser);
    summary.said = sentence_of(told);
    summary.span = told.span;
    judge(told, summary);
    requests.push_back(std::move(summary));
  }
  return requests;
}

}  // namespace headstrong
