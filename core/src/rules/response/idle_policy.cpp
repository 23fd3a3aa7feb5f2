#include "rules/rule.hpp"

namespace headstrong::rules::response_idle_policy {

/// What the policy came with, in words that follow "on".
std::string what_it_is(const model::ResponseModel& response) {
  if (response.is_redirect) return "a redirect";
  if (!response.has_content) return "an empty response";
  if (response.is_download) return "a download";
  const auto& type = response.typed.content_type;
  if (!type || type->header.essence.empty()) return "what is not a document";
  return std::string(type->header.essence);
}

/// What is left of the policy. Whatever a browser shows in a frame, it asks frame-ancestors first: text, JSON, images
/// and PDF files alike (core/docs/csp.md, 11).
std::string effect_on(const model::ResponseModel& response) {
  const std::string what = what_it_is(response);
  // A worker is judged by the policy that comes with its script.
  if (what.find("javascript") != std::string::npos) {
    return "matters for " + what + " only when it runs as a worker or is shown in a frame";
  }
  if (response.is_redirect || !response.has_content || response.is_download) return "has no effect on " + what;
  for (const csp::Policy& policy : response.policies) {
    if (policy.disposition == csp::Disposition::Enforce && policy.delivery == csp::Delivery::Header &&
        policy.find(csp::DirectiveName::FrameAncestors) != nullptr) {
      return "keeps others from framing " + what + " (frame-ancestors) and does nothing more";
    }
  }
  return "does nothing for " + what + ", of which it could only limit framing (frame-ancestors)";
}

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (response.is_document || response.policies.empty()) return;
  const http::Field& field = response.field(response.policies.front().field);
  Finding& finding = sink.at(response.policies.front().field, field.name_span);
  finding.arguments = {std::string(field.name), effect_on(response)};
}

extern const RuleSpec kRule = {
    {
        .id = "response/idle-policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A policy was sent with something that isn't a page",
        .message = "The header {0} {1}.",
        .why = "Browsers enforce a policy on what a document or a worker loads and runs, and a "
               "redirect, data or an image loads nothing. So nothing here is judged by it.",
        .advice = "Make sure that every page has it, where it protects. Here it does no harm.",
        .references = {"https://www.w3.org/TR/CSP3/#intro",
                       "https://www.w3.org/TR/CSP3/#run-document-csp-initialization"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Security-Policy: "
               "default-src 'none'\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Security-Policy: "
                "default-src 'none'\n",
    },
    check,
};

}  // namespace headstrong::rules::response_idle_policy
